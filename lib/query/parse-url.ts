import { closest } from '#lib/definition/problem.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { canonical } from './canonical.ts';
import { choiceOfId, idsOfText } from './choice-id.ts';
import type { Query } from './query.ts';
import { querySchema } from './schema.ts';
import { schemaProblem } from './schema-problem.ts';
import { shortened } from './shortened.ts';
import { type Key, keys, listOf, openEnd, operators } from './url-words.ts';

export type ParsedQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly message: Message };

/**
 * Reads a question from the query of an address, as {@link queryText} writes it and as people change it. Nothing it is given
 * makes it fail; what it does not understand it names, with what was expected, and answers no other question instead.
 */
export function parseQuery(address: string | URLSearchParams): ParsedQuery {
  const given = typeof address === 'string' ? new URLSearchParams(address) : address;
  try {
    const read = querySchema.safeParse(questionOf(given));
    return read.success
      ? { ok: true, query: canonical(read.data) }
      : { ok: false, message: schemaProblem(read.error.issues[0]) };
  } catch (error) {
    if (error instanceof NotUnderstood) return { ok: false, message: error.said };
    throw error;
  }
}

class NotUnderstood extends Error {
  readonly said: Message;

  constructor(said: Message) {
    super(said.key);
    this.said = said;
  }
}

/** What the address says, in the shape of a question; whether it is one, the schema decides. */
function questionOf(given: URLSearchParams): unknown {
  const one = (key: Key): string | null => {
    const [text, ...more] = given.getAll(key);
    if (more.length > 0) throw new NotUnderstood(message('ask.twice', { key }));
    return text === undefined || text === '' ? null : text;
  };
  const list = (key: Key): string[] => {
    const text = one(key);
    return text === null ? [] : listIn(key, text);
  };
  for (const key of given.keys()) if (!isKey(key) && !filterKey(key)) throw unknownKey(key);
  const [topic, summary] = [one('topic'), one('summary')];
  if (topic === null && summary === null) throw new NotUnderstood(message('ask.noSubject'));
  if (topic !== null && summary !== null) throw new NotUnderstood(message('ask.twoSubjects'));
  return {
    from: topic === null ? { summary } : { topic },
    measures: (one('measures') ?? '').split(',').filter(Boolean).map(measureOf),
    dimensions: list('by'),
    grain: one('grain'),
    filters: [...given].flatMap(([key, text]) => (isKey(key) ? [] : [filterOf(key, text)])),
    range: one('range'),
    compare: one('compare')?.replace('-', ' ') ?? null,
    pivot: list('pivot'),
    sort: (one('sort') ?? '').split(',').filter(Boolean).map(sortOf),
    limit: number('limit', one('limit')),
    pivotLimit: number('pivot-limit', one('pivot-limit')),
    others: others(one('others')),
    totals: one('totals') ?? 'none',
  };
}

function listIn(key: string, text: string): string[] {
  const items = listOf(text);
  if (items === null) throw new NotUnderstood(message('ask.percent', { key }));
  return items;
}

function measureOf(text: string): { name: string; as: string } {
  const colon = text.indexOf(':');
  const [name = ''] = listIn('measures', colon === -1 ? text : text.slice(0, colon));
  return { name, as: colon === -1 ? 'value' : text.slice(colon + 1) };
}

function sortOf(text: string): { by: string; descending: boolean } {
  const descending = text.startsWith('-');
  const [by = ''] = listIn('sort', descending ? text.slice(1) : text);
  return { by, descending };
}

function number(key: Key, text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw new NotUnderstood(message('ask.number', { key, text: shortened(text) }));
  return Number(text);
}

function others(text: string | null): boolean {
  if (text === null || text === 'no') return false;
  if (text === 'yes') return true;
  throw new NotUnderstood(message('ask.yesOrNo', { key: 'others', text: shortened(text) }));
}

function filterOf(key: string, text: string): unknown {
  const { op = '', not = false, column = '' } = filterKey(key) ?? {};
  switch (op) {
    case 'in': {
      const ids = idsOfText(text);
      if (ids === null) throw new NotUnderstood(message('ask.percent', { key }));
      return { column, op, not, values: ids.map((id) => valueIn(key, id)) };
    }
    case 'between': {
      const [from, to, ...more] = listIn(key, text);
      if (from === undefined || to === undefined || more.length > 0) {
        throw new NotUnderstood(message('ask.between', { key, text: shortened(text) }));
      }
      return { column, op, not, from: endIn(key, from), to: endIn(key, to) };
    }
    default:
      return { column, op, not, text };
  }
}

function endIn(key: string, id: string): string | null {
  const value = id === openEnd ? undefined : valueIn(key, id);
  // What has no value lies between nothing.
  if (value === null) throw new NotUnderstood(message('ask.between', { key, text: id }));
  return value ?? null;
}

function valueIn(key: string, id: string): string | null {
  const value = id === openEnd ? undefined : choiceOfId(id);
  if (value === undefined) throw new NotUnderstood(message('ask.id', { key, text: shortened(id) }));
  return value;
}

function isKey(key: string): key is Key {
  return keys.some((each) => each === key);
}

function filterKey(key: string): { op: string; not: boolean; column: string } | null {
  const [, not, op, column] = /^(not-)?([a-z]+)\.(.+)$/s.exec(key) ?? [];
  if (op === undefined || column === undefined || !operators.some((each) => each === op)) return null;
  return { op, not: not !== undefined, column };
}

function unknownKey(key: string): NotUnderstood {
  const filters = operators.flatMap((op) => [`${op}.`, `not-${op}.`]);
  const [before, column] = key.split(/\.(.*)/s);
  const meant = column ? closest(filters, `${before}.`) : closest(keys, key);
  const known = [...keys, ...operators.map((op) => `${op}.…`)].join(', ');
  return new NotUnderstood(
    meant === undefined
      ? message('ask.key', { key: shortened(key), known })
      : message('ask.keyMeant', { key: shortened(key), meant: column ? meant + shortened(column) : meant }),
  );
}
