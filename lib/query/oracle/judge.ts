import type { Viewer } from '#lib/auth/viewer.ts';
import type { Query } from '../query.ts';
import type { TileData, TileResult } from '../result.ts';
import { type Askable, ask } from './ask.ts';
import { answeredRows, differences, misplaced } from './differences.ts';
import { carriedDifferences } from './judge-carried.ts';
import { comparisonDifferences } from './judge-comparison.ts';
import { totalsDifferences } from './judge-totals.ts';
import { type Ask, keptGroups, plainAnswer, rowOrder, shownGroups } from './plain-answer.ts';
import { plainCompared } from './plain-compared.ts';
import { completeDays, plainDays } from './plain-days.ts';
import type { PlainModel } from './plain-model.ts';
import { type PlainQuestion, scopeSql } from './plain-sql.ts';

/** What became of a question: the same over raw rows, something else, or refused with a reason. */
export type Verdict = { kind: 'equal' } | { kind: 'different'; how: string[] } | { kind: 'refused'; why: string };

/** Asks Summa a question and the raw rows the same, and compares everything that is shown. */
export async function judge(
  opened: Askable,
  model: PlainModel,
  query: Query,
  viewer: Viewer,
  { scope = {}, epoch = null }: { scope?: PlainQuestion['scope']; epoch?: number | null } = {},
): Promise<Verdict> {
  return judgeAnswer(opened, model, query, await ask(opened, query, viewer, epoch), scope);
}

/** Compares an answer with what the raw rows say. */
export async function judgeAnswer(
  { pool }: Pick<Askable, 'pool'>,
  model: PlainModel,
  query: Query,
  answer: TileResult,
  scope: PlainQuestion['scope'] = {},
): Promise<Verdict> {
  if (!answer.ok) {
    if (answer.code !== 'refused') throw new Error(`${JSON.stringify(answer)} to ${JSON.stringify(query)}`);
    return { kind: 'refused', why: answer.message.key };
  }
  const plain: Ask = async (text) => (await pool.query<(string | null)[]>({ text, rowMode: 'array' })).rows;
  const complete = await completeDays(model, scopeSql(scope), plain);
  const days = await plainDays(model, query.range, complete, plain);
  const compared = days && query.compare ? await plainCompared(model, query, days, complete, plain) : null;
  const how = await allDifferences({ model, query, days, scope, compared }, answer, plain);
  return how.length === 0 ? { kind: 'equal' } : { kind: 'different', how };
}

async function allDifferences(question: PlainQuestion, answer: TileData, plain: Ask): Promise<string[]> {
  const { model, query } = question;
  const answered = answeredRows(answer.values, answer.rows, query, answer.rest);
  const kept = isRanked(question) ? await keptGroups(question, plain) : shownGroups(query, answered);
  const expected = await plainAnswer(question, plain, kept);
  // What is cut off for want of room is said; what is left must be right.
  const shown = new Set(answered.map(({ key, rest }) => JSON.stringify([key, rest])));
  const here = answer.truncated ? expected.filter(({ key, rest }) => shown.has(JSON.stringify([key, rest]))) : expected;
  const isOrdered = query.pivot.length === 0 && query.limit === null && !sortsByChange(query);
  return [
    ...differences(model, query, answered, here),
    ...(isOrdered ? misplaced(answered, rowOrder(model, query, query.dimensions, query.sort)) : []),
    ...(await carriedDifferences(question, answered, here, plain)),
    ...(await comparisonDifferences(question, answer, answered, here, kept, plain)),
    ...(await totalsDifferences(question, answer, answered, kept, plain)),
  ];
}

/** Without a pivot the order of rows says which stay; columns are ranked exactly only by what adds up. */
function isRanked({ model, query }: PlainQuestion): boolean {
  if (query.sort.some(({ by }) => /:(change|growth)$/.test(by))) return false;
  return query.pivot.length === 0 || model.measures[query.measures[0]?.name ?? '']?.kind === 'sum';
}

/** Changes are no order: what was before is only known when the rows are there. */
function sortsByChange({ measures, sort }: Query): boolean {
  return sort.length === 0 && (measures[0]?.as === 'change' || measures[0]?.as === 'growth');
}
