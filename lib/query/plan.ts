import type { Days } from '#lib/calendar/day.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import { resolveRange } from '#lib/definition/date-range.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { Asker } from './asker.ts';
import { referenceOf } from './awareness/able.ts';
import type { Built, Candidate, Considered, NoneChosen } from './awareness/candidate.ts';
import { chooseSummary } from './awareness/choose-summary.ts';
import { findCandidates } from './awareness/find-candidates.ts';
import { topicFacts } from './awareness/topic-facts.ts';
import { withTopicWords } from './awareness/topic-words.ts';
import { checkQuery } from './check.ts';
import { contextOf } from './context.ts';
import { periodOf } from './period.ts';
import type { Query } from './query.ts';
import { summariesOfSubject } from './visible-summaries.ts';

/** Which summary answers a question, for which days, and why that one. */
export type Plan = {
  ok: true;
  query: Query;
  candidate: Built;
  days: Days | null;
  considered: readonly Considered[];
};

/** A question that names what there is not, or whose parts do not go together. */
export type NotAsked = { ok: false; invalid: Message };

/** Decides how a question is answered, before its statement is run. */
export async function planQuery(query: Query, asker: Asker): Promise<Plan | NoneChosen | NotAsked> {
  const { registry, viewer } = asker;
  const invalid = checkQuery(query, registry, viewer);
  if (invalid) return { ok: false, invalid };
  const candidates = await findCandidates(query, summariesOfSubject(registry, viewer, query.from), asker);
  const decided = decide(query, candidates, asker);
  const topic = candidates[0]?.summary.topic ?? null;
  if (decided.ok || topic === null || 'topic' in query.from) return decided;
  // Only to say which other summary would answer.
  const others = await findCandidates(query, summariesOfSubject(registry, viewer, { topic }), asker);
  return decide(query, others, asker);
}

function decide(query: Query, candidates: readonly Candidate[], asker: Asker): Plan | NoneChosen {
  const reference = referenceOf(query, referencesOf(query, candidates));
  const days = daysOf(query, reference, asker);
  const compared = reference
    ? periodOf(query, reference.generation, { days, available: reference.available }).compared
    : null;
  const refusal = (asked: Query, candidate: Built): Message | null => {
    const compiled = compileQuery(asked, contextOf(asked, candidate, days, asker).context);
    return compiled.ok ? null : compiled.message;
  };
  const chosen = chooseSummary(query, candidates, { days, compared, refusal });
  if (!chosen.ok) return chosen;
  const topic = (topicFacts(candidates)?.finestFirst ?? []).map(({ summary }) => summary);
  const candidate = { ...chosen.candidate, summary: withTopicWords(chosen.candidate.summary, topic) };
  return { ok: true, query, candidate, days, considered: chosen.considered };
}

/** Whose complete days count: those of the summary that is named, else those of the whole topic. */
function referencesOf({ from }: Query, candidates: readonly Candidate[]): readonly Candidate[] {
  return 'topic' in from ? candidates : candidates.filter(({ summary }) => summary.name === from.summary);
}

function daysOf({ range }: Query, reference: Built | null, { now = new Date() }: Asker): Days | null {
  return resolveRange(range, {
    complete: reference?.available ?? null,
    now,
    zone: reference?.generation.zone ?? 'UTC',
    weekStart: reference?.generation.weekStart ?? 'monday',
  });
}
