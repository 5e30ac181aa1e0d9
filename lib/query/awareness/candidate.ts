import type { Days } from '#lib/calendar/day.ts';
import type { Scope } from '#lib/compile/scope.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { Query } from '#lib/query/query.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';

/** A summary that might answer a question, as it is at the epoch asked for and for the viewer who asks. */
export type Candidate = {
  readonly summary: SummaryDefinition;
  /** What serves it; undefined where it was not built then. */
  readonly generation: ServedGeneration | undefined;
  /** The first day with rows the viewer may read and the last complete day; null without time or rows. */
  readonly available: Days | null;
  readonly scope: Scope;
};

/** A candidate that can be read. */
export type Built = Candidate & { readonly generation: ServedGeneration };

export const isBuilt = (candidate: Candidate): candidate is Built => candidate.generation !== undefined;

/** What a question needs to be decided beyond its own words. */
export type Deciding = {
  /** The days asked for and the days compared with, resolved in the complete days of {@link referenceOf} the candidates. */
  readonly days: Days | null;
  readonly compared: Days | null;
  /** Why this summary has no right answer to the question, as its compiler says it; null where it compiles. */
  readonly refusal: (query: Query, candidate: Built) => Message | null;
};

/** A summary that was looked at, whether it was taken, and why or why not. */
export type Considered = { readonly summary: string; readonly chosen: boolean; readonly reason: Message };

/** Which summary answered, and every summary that was looked at. */
export type AnsweredBy = { readonly summary: string; readonly considered: readonly Considered[] };

export type Chosen = {
  readonly ok: true;
  readonly candidate: Built;
  readonly considered: readonly Considered[];
};

export type NoneChosen = {
  readonly ok: false;
  /** `unbuilt`: there is nothing yet that could answer. */
  readonly code: 'refused' | 'unbuilt';
  /** Why none can answer, and what would. */
  readonly message: Message;
  readonly considered: readonly Considered[];
  /** The nearest question that can be answered, where there is one. */
  readonly instead: Query | null;
};
