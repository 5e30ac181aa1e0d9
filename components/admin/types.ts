import type { PreviewWish, RefreshPreview } from '#lib/refresh/preview/preview-types.ts';
import type { AdminOverview, CancelHow, RefreshRequest } from '#lib/refresh/view/overview-types.ts';
import type { KnownOfRun, RunDetail, UnitDetail } from '#lib/refresh/view/run-types.ts';
import type { RunFilter, RunsPage } from '#lib/refresh/view/runs-types.ts';
import type { SummaryView } from '#lib/refresh/view/summary-types.ts';

type Answer<Value> = { ok: true; value: Value } | { ok: false; code: string; message: string };
type Act<Input, Value> = (input: Input) => Promise<Answer<Value>>;

/** The actions of the admin pages, handed in because components know no actions. */
export type ReadOverview = Act<undefined, AdminOverview>;
export type RequestRefresh = Act<RefreshRequest, { id: string }>;
export type PreviewRefresh = Act<PreviewWish, RefreshPreview>;
export type ReadSummary = Act<{ summary: string }, SummaryView>;
export type ReadPartition = Act<{ summary: string; partition: string }, { rows: string | null }>;
export type ReadRuns = Act<{ filter: RunFilter; before: string | null }, RunsPage>;

export type RunActions = {
  read: Act<{ run: string; known: KnownOfRun | null }, RunDetail>;
  unit: Act<{ run: string; unit: string }, UnitDetail>;
  cancel: Act<{ run: string; how: CancelHow }, void>;
  retry: Act<{ run: string }, { id: string }>;
};

/** The value of an answer, or its words as an error. */
export async function answered<Value>(answer: Promise<Answer<Value>>): Promise<Value> {
  const given = await answer;
  if (!given.ok) throw new Error(given.message);
  return given.value;
}
