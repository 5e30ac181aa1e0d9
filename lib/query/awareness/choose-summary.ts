import { type Message, message } from '#lib/i18n/message.ts';
import type { Query } from '#lib/query/query.ts';
import {
  type Built,
  type Candidate,
  type Chosen,
  type Considered,
  type Deciding,
  isBuilt,
  type NoneChosen,
} from './candidate.ts';
import { firstMiss } from './first-miss.ts';
import { rowsOf, smallestFirst } from './size.ts';
import { topicFacts } from './topic-facts.ts';
import { sentences, wayOut } from './way-out.ts';

/**
 * Decides which summary answers a question: of those of its topic that can, the smallest. All would give the same numbers,
 * for each has the measures, dimensions and filters that are asked for, begins its days where the topic does, has all days
 * that are asked for, shows the viewer no more rows than any other, and can put its measures together. Says of each why or
 * why not, and where none can, what can be asked instead. A question to a summary by name is answered by that one or not at
 * all; the other candidates are looked at only to say which of them would.
 */
export function chooseSummary(query: Query, candidates: readonly Candidate[], deciding: Deciding): Chosen | NoneChosen {
  return 'topic' in query.from
    ? fromTopic(query, query.from.topic, candidates, deciding)
    : fromSummary(query, query.from.summary, candidates, deciding);
}

function fromTopic(
  query: Query,
  topic: string,
  candidates: readonly Candidate[],
  { days, compared, refusal }: Deciding,
): Chosen | NoneChosen {
  const facts = topicFacts(candidates);
  if (!facts)
    return {
      ok: false,
      code: 'unbuilt',
      message: message('awareness.unbuiltTopic', { topic }),
      considered: unbuilt(candidates),
      instead: null,
    };
  const asked = { query, days, compared };
  const missesOf = (each: Built, covering: boolean) => firstMiss(asked, each, facts, refusal, covering);
  const misses = new Map(facts.finestFirst.map((each) => [each, missesOf(each, true)]));
  const [smallest, ...others] = smallestFirst(facts.finestFirst.filter((each) => misses.get(each) === null));
  // Where none has all the days, one shows those it has, with a note: as if it were the only one.
  const chosen = smallest ?? furthest(facts.finestFirst.filter((each) => missesOf(each, false) === null));
  const reasonOf = (candidate: Candidate): Message => {
    if (!isBuilt(candidate)) return message('awareness.unbuilt', { summary: candidate.summary.name });
    if (candidate === smallest) return hit(smallest, others.length, topic);
    if (candidate === chosen) return message('awareness.partly', { summary: chosen.summary.name, topic });
    const miss = misses.get(candidate);
    return miss ? miss.reason : larger(candidate, chosen ?? candidate);
  };
  const considered = candidates.map(
    (each): Considered => ({ summary: each.summary.name, chosen: each === chosen, reason: reasonOf(each) }),
  );
  if (chosen) return { ok: true, candidate: chosen, considered };

  const way = wayOut(asked, facts, refusal);
  const nearest = way?.candidate ?? facts.finestFirst[0];
  const [first, ...more] = way?.steps ?? [];
  const steps = first && { message: sentences(first, ...more) };
  const answers =
    way && smallestFirst(facts.finestFirst.filter((each) => !firstMiss(way.asked, each, facts, refusal)))[0];
  const { name: summary } = (answers ?? nearest).summary;
  const instead = steps ? [message('awareness.instead', { summary, steps })] : [];
  const said = sentences(message('awareness.none', { topic }), reasonOf(nearest), ...instead);
  return { ok: false, code: 'refused', message: said, considered, instead: way?.asked.query ?? null };
}

/** The summary whose days go on longest; of several the finest, which comes first. */
function furthest(candidates: readonly Built[]): Built | undefined {
  const end = ({ available }: Built) => available?.to ?? '';
  return [...candidates].sort((a, b) => (end(a) < end(b) ? 1 : end(a) > end(b) ? -1 : 0))[0];
}

function hit(chosen: Built, others: number, topic: string): Message {
  const summary = chosen.summary.name;
  if (others === 0) return message('awareness.only', { summary, topic });
  const rows = rowsOf(chosen);
  return rows === null
    ? message('awareness.smallest', { summary, topic })
    : message('awareness.smallestRows', { summary, topic, rows: { decimal: rows } });
}

function larger(candidate: Built, { summary: { name: chosen } }: Built): Message {
  const summary = candidate.summary.name;
  const rows = rowsOf(candidate);
  return rows === null
    ? message('awareness.larger', { summary, chosen })
    : message('awareness.largerRows', { summary, chosen, rows: { decimal: rows } });
}

function fromSummary(
  query: Query,
  name: string,
  candidates: readonly Candidate[],
  deciding: Deciding,
): Chosen | NoneChosen {
  const named = candidates.find(({ summary }) => summary.name === name);
  const none = (said: Message, code: NoneChosen['code'] = 'refused'): NoneChosen => ({
    ok: false,
    code,
    message: said,
    considered: [{ summary: name, chosen: false, reason: said }],
    instead: null,
  });
  if (!named || !isBuilt(named)) return none(message('problem.unbuilt', { summary: name }), 'unbuilt');
  const refused = deciding.refusal(query, named);
  if (!refused) {
    const reason = message('awareness.named', { summary: name });
    return { ok: true, candidate: named, considered: [{ summary: name, chosen: true, reason }] };
  }
  const { topic } = named.summary;
  const other = topic === null ? null : fromTopic({ ...query, from: { topic } }, topic, candidates, deciding);
  if (!other?.ok || other.candidate === named) return none(refused);
  const { name: answers } = other.candidate.summary;
  const instead = message('awareness.otherSummary', { summary: answers });
  return { ...none(sentences(refused, instead)), instead: { ...query, from: { summary: answers } } };
}

function unbuilt(candidates: readonly Candidate[]): Considered[] {
  return candidates.map(({ summary: { name } }) => ({
    summary: name,
    chosen: false,
    reason: message('awareness.unbuilt', { summary: name }),
  }));
}
