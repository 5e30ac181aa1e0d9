import { type Message, message } from '#lib/i18n/message.ts';
import type { Built, Deciding } from './candidate.ts';
import { firstMiss } from './first-miss.ts';
import type { Asked } from './miss.ts';
import type { TopicFacts } from './topic-facts.ts';

/** The nearest question that a summary answers, and the steps that lead to it. */
export type WayOut = { candidate: Built; steps: readonly Message[]; loss: number; asked: Asked };

/** More steps than this lead to another question. */
const mostSteps = 3;

/**
 * What can be asked instead: of each summary the steps from one reason to the next until it answers, of all of them those
 * that lose least; of equally near ones the finest summary's, which keeps most of the question. It is tried, so it does answer.
 */
export function wayOut(asked: Asked, facts: TopicFacts, refusal: Deciding['refusal']): WayOut | null {
  const ways = facts.finestFirst.flatMap((candidate) => stepsOf(asked, candidate, facts, refusal) ?? []);
  return ways.sort((a, b) => a.loss - b.loss)[0] ?? null;
}

function stepsOf(asked: Asked, candidate: Built, facts: TopicFacts, refusal: Deciding['refusal']): WayOut | null {
  const steps: Message[] = [];
  let [at, loss] = [asked, 0];
  while (steps.length <= mostSteps) {
    const miss = firstMiss(at, candidate, facts, refusal);
    if (!miss) return { candidate, steps, loss, asked: at };
    if (!miss.way) return null;
    steps.push(miss.way.said);
    at = miss.way.asked;
    loss += miss.way.loss;
  }
  return null;
}

/** Sentences one after the other, as one message. */
export function sentences(first: Message, ...more: readonly Message[]): Message {
  const [next, ...rest] = more;
  if (!next) return first;
  return message('awareness.sentences', { first: { message: first }, more: { message: sentences(next, ...rest) } });
}
