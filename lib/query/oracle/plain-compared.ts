import type { Query } from '../query.ts';
import type { Ask } from './plain-answer.ts';
import type { PlainDays } from './plain-days.ts';
import type { PlainModel } from './plain-model.ts';

/** The period compared with, and beside which of its buckets each bucket of the asked one stands. */
export type PlainCompared = { readonly days: PlainDays; readonly beside: (bucket: string) => string | null };

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

const units: Record<Unit, string> = {
  day: '1 day',
  week: '7 days',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
};

/**
 * What a period is compared with: the same part of the month before for a month to date, as many whole months for whole
 * months, else as many days before; or the year before, by weeks 52 weeks before. What is not complete at the end of the
 * period is left out of both. All dates are PostgreSQL's.
 */
export async function plainCompared(
  model: PlainModel,
  query: Query,
  days: PlainDays,
  complete: PlainDays,
  ask: Ask,
): Promise<PlainCompared | null> {
  const one = async (sql: string) => String((await ask(`select (${sql})::text`))[0]?.[0]);
  const startOf = (unit: Unit, day: string) =>
    unit === 'week' && model.weekStart === 'sunday'
      ? `(date '${day}' - extract(dow from date '${day}')::int)`
      : `date_trunc('${unit}', date '${day}')::date`;
  const bucketsIn = async (unit: Unit, { from, to }: PlainDays) =>
    (
      await ask(
        `select each::date::text from generate_series(${startOf(unit, from)}, date '${to}', interval '${units[unit]}') as each`,
      )
    ).map(([each]) => String(each));

  const shown: Unit | null = query.grain === 'hour' ? 'day' : query.grain;
  const endsWhole = async (unit: Unit) =>
    (await one(startOf(unit, days.from))) === days.from &&
    (await one(`(${startOf(unit, days.to)} + interval '${units[unit]}')::date - 1`)) === days.to;
  const unit = shown !== null && (await endsWhole(shown)) ? shown : model.kept;
  const toDate = /^(week|month|quarter|year)-to-date$/.exec(query.range ?? '')?.[1] as Unit | undefined;

  const lastOfMonth = (day: string) => `(date_trunc('month', ${day}) + interval '1 month - 1 day')::date`;
  const monthsEarlier = (count: number, keepsEnd: boolean) => (day: string) =>
    keepsEnd
      ? `case when date '${day}' = ${lastOfMonth(`date '${day}'`)} then ${lastOfMonth(`date '${day}' - interval '${count} months'`)}
         else (date '${day}' - interval '${count} months')::date end`
      : `(date '${day}' - interval '${count} months')::date`;
  const daysEarlier = (count: number) => (day: string) => `date '${day}' - ${count}`;

  const length = (Date.parse(days.to) - Date.parse(days.from)) / 86_400_000 + 1;
  const months: Record<string, number> = { month: 1, quarter: 3, year: 12 };
  const inMonths = await (async (): Promise<number | null> => {
    if (query.compare === 'previous year') return unit === 'week' ? null : 12;
    if (toDate) return months[toDate] ?? null;
    return unit in months ? (months[unit] ?? 0) * (await bucketsIn(unit, days)).length : null;
  })();
  const before =
    inMonths !== null
      ? monthsEarlier(inMonths, query.compare !== 'previous year' || toDate !== undefined)
      : daysEarlier(query.compare === 'previous year' ? 364 : toDate === 'week' ? 7 : length);

  let from = await one(before(days.from));
  let to = await one(before(days.to));
  if (query.compare === 'previous year' && unit in months) {
    from = await one(startOf(unit, from));
    to = await one(`(${startOf(unit, to)} + interval '${units[unit]}')::date - 1`);
  }
  const dayBefore = await one(`date '${days.from}' - 1`);
  if (to > dayBefore) to = dayBefore;
  const through =
    model.kept === 'month' ? await one(`date_trunc('month', date '${complete.to}' + 1)::date - 1`) : complete.to;
  if (days.to > through) {
    if (through < days.from) return null;
    const cut = await one(before(through));
    if (to > cut) to = cut;
  }

  const beside = new Map<string, string>();
  if (shown !== null) {
    const asked = await bucketsIn(shown, days);
    const byMonths = inMonths !== null && shown !== 'week' && (shown === 'day' || query.compare === 'previous year');
    const others = byMonths
      ? (
          await ask(
            asked
              .map((each) => `select (date '${each}' - interval '${inMonths} months')::date::text`)
              .join(' union all '),
          )
        ).map(([each], index) => (String(each).slice(8) === asked[index]?.slice(8) ? String(each) : null))
      : await bucketsIn(shown, { from, to });
    for (const [index, each] of asked.entries()) {
      const other = others[index];
      if (other && other <= to) beside.set(each, other);
    }
  }
  return {
    days: { from, to },
    beside: (bucket) => {
      const other = beside.get(bucket.slice(0, 10));
      return other === undefined ? null : other + bucket.slice(10);
    },
  };
}
