import type { Days } from '#lib/calendar/day.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import { scopeKey } from '#lib/compile/scope.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { MessageKey } from '#lib/i18n/language.ts';
import { message } from '#lib/i18n/message.ts';
import type { Asker } from '#lib/query/asker.ts';
import { type Built, type Candidate, type Considered, isBuilt } from '#lib/query/awareness/candidate.ts';
import { chooseSummary } from '#lib/query/awareness/choose-summary.ts';
import { findCandidates } from '#lib/query/awareness/find-candidates.ts';
import { topicFacts } from '#lib/query/awareness/topic-facts.ts';
import { withTopicWords } from '#lib/query/awareness/topic-words.ts';
import { contextOf } from '#lib/query/context.ts';
import type { Query } from '#lib/query/query.ts';
import { scopeFor } from '#lib/query/scope.ts';
import { summariesOfSubject } from '#lib/query/visible-summaries.ts';

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
  const { registry, viewer, pinned } = asker;
  const topic = own.topic === null ? [] : summariesOfSubject(registry, viewer, { topic: own.topic });
  const summaries = [own, ...topic.filter((summary) => summary.name !== own.name)];
  const builds = summaries.map((summary) => {
    const { id, changedAt } = pinned.generations.get(summary.name) ?? {};
    return [summary.name, id, changedAt, pinned.horizons.get(summary.name), scopeKey(scopeFor(viewer, summary))];
  });
  const key = JSON.stringify([query, days, pinned.incarnation, builds]);
  const known = plansOf(registry);
  const plan = known.get(key) ?? (await decide(query, summaries, days, asker));
  // A Map lists its keys by insertion: what is used again goes to the end.
  known.delete(key);
  known.set(key, plan);
  for (const oldest of known.keys()) {
    if (known.size <= mostPlans) break;
    known.delete(oldest);
  }
  return plan;
}

/**
 * What was decided, by all that it depends on: to decide costs as much as the rest of an answer that is known. Definitions
 * are those of a registry, which is another one when they change.
 */
const plans = new WeakMap<Registry, Map<string, TilePlan>>();
const mostPlans = 2_000;

function plansOf(registry: Registry): Map<string, TilePlan> {
  const known = plans.get(registry) ?? new Map<string, TilePlan>();
  plans.set(registry, known);
  return known;
}

async function decide(
  query: Query,
  [own, ...topic]: readonly SummaryDefinition[],
  days: Days | null,
  asker: Asker,
): Promise<TilePlan> {
  if (!own) throw new Error('A tile names no summary.');
  const candidates = await findCandidates(query, [own, ...topic], asker);
  const [named] = candidates;
  if (!named) throw new Error(`${own.name} is no candidate for its own tile.`);
  const reason = message('awareness.named', { summary: own.name });
  const plain: TilePlan = { candidate: named, considered: [{ summary: own.name, chosen: true, reason }] };
  if (own.topic === null || candidates.length < 2 || !isBuilt(named)) return plain;

  const asked: Query = { ...query, from: { topic: own.topic } };
  const refusal = (question: Query, candidate: Built) => {
    const compiled = compileQuery(question, contextOf(question, candidate, days, asker).context);
    return compiled.ok ? null : compiled.message;
  };
  const { compared } = contextOf(asked, named, days, asker).period;
  const chosen = chooseSummary(asked, candidates, { days, compared, refusal });
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
