import type { Ask } from './plain-answer.ts';
import type { PlainModel } from './plain-model.ts';

export type PlainDays = { readonly from: string; readonly to: string };

/** The days a range means, counted by PostgreSQL's calendar: relative ones end with the last complete day. */
export async function plainDays(
  model: PlainModel,
  range: string | null,
  complete: PlainDays,
  ask: Ask,
): Promise<PlainDays | null> {
  const days = await asked(range, complete, ask);
  // A summary of months holds no single days: it answers for the months that are touched.
  if (days === null || model.kept === 'day') return days;
  return first(
    ask,
    `date_trunc('month', date '${days.from}')::date`,
    `(date_trunc('month', date '${days.to}') + interval '1 month - 1 day')::date`,
  );
}

async function asked(range: string | null, complete: PlainDays, ask: Ask): Promise<PlainDays | null> {
  if (range === null) return null;
  if (range === 'all') return complete;
  const [from, to] = range.split('..');
  if (from && to) return { from, to };
  const end = `date '${complete.to}'`;
  const [, count = '', unit = ''] = /^last-(\d+)-(day|week|month)s?$/.exec(range) ?? [];
  if (unit === 'month') return first(ask, `(${end} - interval '${count} months')::date + 1`, end);
  if (unit !== '') return first(ask, `${end} - ${unit === 'week' ? 7 : 1} * ${count} + 1`, end);
  const [, whole] = /^(month|quarter|year)-to-date$/.exec(range) ?? [];
  if (!whole) throw new Error(`The oracle knows no range ${range}.`);
  return first(ask, `date_trunc('${whole}', ${end})::date`, end);
}

async function first(ask: Ask, from: string, to: string): Promise<PlainDays> {
  const [row] = await ask(`select (${from})::text, (${to})::text`);
  return { from: String(row?.[0]), to: String(row?.[1]) };
}

/** The first day with rows of those a viewer may read, and the last complete day. */
export async function completeDays(model: PlainModel, scope: string, ask: Ask): Promise<PlainDays> {
  const [row] = await ask(
    `select min(date_trunc('${model.kept}', at)::date)::text, max(at::date)::text from (${model.rows}) as all_rows where ${scope}`,
  );
  return { from: String(row?.[0]), to: model.completeTo ?? String(row?.[1]) };
}
