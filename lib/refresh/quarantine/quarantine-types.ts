import type { Severity } from '#lib/definition/checks.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { RefreshRange } from '../view/overview-types.ts';

/** What a check measured, in English, for logs. `text` is a whole sentence when it failed. */
export type CheckView = {
  check: string;
  summary: string;
  passed: boolean;
  severity: Severity;
  measured: string;
  text: string;
  /** The same for whoever reads it in a browser. Checks that were stored before have none. */
  said?: SaidCheck;
};

/** `check` is null where the definition names it; `text` is null when it passed. */
export type SaidCheck = { check: Message | null; measured: Message; text: Message | null };

/** Rows that fail a check; values are texts. */
export type CheckExamples = { columns: string[]; values: (string | null)[][] };

/** `open` waits for somebody; `outdated` was overtaken by a later build of the same days. */
export type QuarantineState = 'open' | 'published' | 'discarded' | 'outdated';

/** A build that was kept instead of published. */
export type QuarantineView = {
  id: string;
  /** The head of the chain. */
  summary: string;
  run: string;
  unit: string;
  /** Null when everything was built. */
  range: RefreshRange | null;
  kind: 'incremental' | 'full';
  /** Checks failed, or all passed and a new definition waits for somebody to look at it. */
  why: 'checks' | 'review';
  at: string;
  state: QuarantineState;
  checks: CheckView[];
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
  /** Why it may not be published anyway; null when it may. */
  refusal: Message | null;
};

/** A row that only one side has. Values are texts, in the order of the columns. */
export type SampleRow = { side: 'served' | 'built'; values: (string | null)[] };

/** How a summary would change. Counts and totals are texts: they are bigints and decimals. */
export type QuarantinedMember = {
  summary: string;
  columns: string[];
  opened: string;
  closed: string;
  measures: { name: string; before: string | null; after: string | null }[];
  sample: SampleRow[];
};

/** How a summary of a new definition differs from what serves. */
export type DefinitionDiff = {
  summary: string;
  added: string[];
  removed: string[];
  retyped: { column: string; before: string; after: string }[];
  zone: { before: string; after: string } | null;
  /** The columns that make a row unique, when they are others. */
  grain: { before: string[]; after: string[] } | null;
  rows: { before: string | null; after: string | null };
  /** Totals of the measures both have. */
  measures: { name: string; before: string | null; after: string | null }[];
  /** Columns of the sample: those both have with the same type. */
  columns: string[];
  sample: SampleRow[];
  /** False when comparing the rows took too long; then `measures` and `sample` are empty. */
  compared: boolean;
};

export type QuarantineDetail = QuarantineView & {
  /** Rows that fail, for the checks that have some to show; gone once somebody has decided. */
  examples: (CheckExamples & Pick<CheckView, 'check' | 'summary' | 'said'>)[];
  members: QuarantinedMember[];
  definition: DefinitionDiff[];
  /** Why the differences cannot be shown, such as tables that are gone; null when they are. */
  note: Message | null;
};
