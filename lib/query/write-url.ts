import { choiceId, choiceText } from './choice-id.ts';
import { measureKey } from './measure-key.ts';
import type { Query, QueryFilter, QueryMeasure } from './query.ts';
import { addressText, endText, type Key, nameText } from './url-words.ts';

/**
 * A question as the query of an address, as people can read and change it:
 *
 *     topic=sales&measures=revenue,orders:share&by=@,country&grain=day&range=last-28-days&in.country=KR,~null&limit=10
 *
 * `parseQuery(queryText(q))` is `q` for every canonical question, so the text is also a name for it.
 */
export function queryText(query: Query): string {
  const pairs: [string, string][] = [];
  const add = (key: Key, text: string | null) => {
    if (text !== null && text !== '') pairs.push([key, text]);
  };
  if ('topic' in query.from) add('topic', query.from.topic);
  else add('summary', query.from.summary);
  add('measures', query.measures.map(measureText).join(','));
  add('by', query.dimensions.map(nameText).join(','));
  add('grain', query.grain);
  add('range', query.range);
  add('compare', query.compare?.replace(' ', '-') ?? null);
  for (const filter of query.filters) pairs.push([filterKey(filter), filterText(filter)]);
  add('pivot', query.pivot.map(nameText).join(','));
  add('sort', query.sort.map(({ by, descending }) => `${descending ? '-' : ''}${columnText(by)}`).join(','));
  add('limit', query.limit === null ? null : String(query.limit));
  add('pivot-limit', query.pivotLimit === null ? null : String(query.pivotLimit));
  add('others', query.others ? 'yes' : null);
  add('totals', query.totals === 'none' ? null : query.totals);
  return pairs.map(([key, text]) => `${addressText(key)}=${addressText(text)}`).join('&');
}

function measureText({ name, as }: QueryMeasure): string {
  return measureKey({ name: nameText(name), as });
}

/** A column of the result: the colon of a measure's form is its own. */
function columnText(by: string): string {
  return nameText(by).replaceAll('%3A', ':');
}

function filterKey({ column, op, not }: QueryFilter): string {
  return `${not ? 'not-' : ''}${op}.${column}`;
}

function filterText(filter: QueryFilter): string {
  switch (filter.op) {
    case 'in':
      return choiceText(filter.values.map(choiceId));
    case 'between':
      return [filter.from, filter.to].map(endText).join(',');
    case 'contains':
    case 'starts':
      return filter.text;
  }
}
