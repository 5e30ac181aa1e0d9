import { TroubledBanner } from '#components/shell/troubled-banner.tsx';
import type { Viewer } from '#lib/auth/viewer.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { troubledSummaries } from '#lib/notify/troubled.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

/** Tells an admin, on whatever page, that a refresh did not succeed. */
export async function TroubledNotice({ viewer }: { viewer: Viewer }) {
  if (viewer.role !== 'admin') return null;
  const defined = registry.summaries.map((summary) => summary.name);
  const summaries = await troubledSummaries(controlStore(), defined);
  return <TroubledBanner summaries={summaries} language={await requestLanguage()} />;
}
