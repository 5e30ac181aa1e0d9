import type { Days } from '#lib/calendar/day.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { MessageKey } from '#lib/i18n/language.ts';
import { message } from '#lib/i18n/message.ts';
import { questionDialect } from '#lib/warehouse/question-dialect.ts';
import type { Asker } from './asker.ts';
import { type Built, type Candidate, type Considered, isBuilt } from './awareness/candidate.ts';
import { chooseSummary } from './awareness/choose-summary.ts';
import { findCandidates } from './awareness/find-candidates.ts';
import { topicFacts } from './awareness/topic-facts.ts';
import { withTopicWords } from './awareness/topic-words.ts';
import { periodOf } from './period.ts';
import type { Query } from './query.ts';
import { summariesOfSubject } from './visible-summaries.ts';

/** Which summary answers a tile's question, and why that one. */
export type TilePlan = { candidate: Candidate; considered: readonly Considered[] };

/**
 * Decides which summary answers a tile. It names one; a smaller one of its topic takes its place where that gives the same
 * numbers for the days of the page.
 */
export async function planTile(
  query: Query,
  own: SummaryDefinition,
  days: Days | null,
  asker: Asker,
): Promise<TilePlan> {
  const { registry, viewer } = asker;
  const topic = own.topic === null ? [] : summariesOfSubject(registry, viewer, { topic: own.topic });
  const candidates = await findCandidates(query, [own, ...topic.filter((summary) => summary.name !== own.name)], asker);
  const [named] = candidates;
  if (!named) throw new Error(`${own.name} is no candidate for its own tile.`);
  const reason = message('awareness.named', { summary: own.name });
  const plain: TilePlan = { candidate: named, considered: [{ summary: own.name, chosen: true, reason }] };
  if (own.topic === null || candidates.length < 2 || !isBuilt(named)) return plain;

  const asked: Query = { ...query, from: { topic: own.topic } };
  const period = (candidate: Built) => periodOf(asked, candidate.generation, { days, available: candidate.available });
  const refusal = (question: Query, candidate: Built) => {
    const { schema, pages } = asker.warehouse;
    const { generation, scope } = candidate;
    const at = { dialect: questionDialect(pages), schema, generation, scope, epoch: asker.pinned.epoch };
    const { compared } = period(candidate);
    const compiled = compileQuery(question, { ...at, days: period(candidate).days, compared });
    return compiled.ok ? null : compiled.message;
  };
  const chosen = chooseSummary(asked, candidates, { days, compared: period(named).compared, refusal });
  if (!chosen.ok) return plain;
  const mine = chosen.considered.find(({ summary }) => summary === own.name);
  if (!mine || !givesWay(mine)) return plain;
  const words = [own, ...(topicFacts(candidates)?.finestFirst ?? []).map(({ summary }) => summary)];
  const summary = withTopicWords(chosen.candidate.summary, words);
  return { candidate: { ...chosen.candidate, summary }, considered: chosen.considered };
}

/**
 * Whether the summary a tile names would give the same numbers and is only larger, or gives none at all. One that shows whole
 * months where days are asked for, or counts in another way, is what the tile means.
 */
function givesWay({ chosen, reason }: Considered): boolean {
  return chosen || reason.key === 'awareness.larger' || reason.key === 'awareness.largerRows' || isRefused(reason.key);
}

const isRefused = (key: MessageKey) => key.startsWith('refusal.');
