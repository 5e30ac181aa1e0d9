import { notFound } from 'next/navigation';
import type { ReactElement } from 'react';
import { Notice } from '#components/shell/notice.tsx';
import { ReloadButton } from '#components/shell/reload-button.tsx';
import { requestLanguage } from '#lib/i18n/request.ts';
import { PersonError } from '#lib/problem.ts';

/** What a page shows, or the sentence of what prevents it: in production Next would hide the words of an error. */
export async function orNotice(
  show: () => Promise<ReactElement>,
  action: ReactElement = <ReloadButton />,
): Promise<ReactElement> {
  try {
    return await show();
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    if (error.status === 404) notFound();
    const language = await requestLanguage();
    return (
      <Notice title={language.t('notice.notNow')} action={action}>
        {error.in(language)}
      </Notice>
    );
  }
}
