import type { Partition } from '#lib/compile/partition.ts';
import type { Check } from '#lib/definition/checks.ts';
import { message } from '#lib/i18n/message.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { withinDays } from '../build/diff.ts';
import type { Member } from '../plan/chain.ts';
import { type Days, partitionsIn } from '../plan/plan.ts';
import { type Checked, checkResult, mostExamples } from './check-result.ts';
import { type Totals, type Unusual, unusual, usualSince } from './unusual.ts';

type UsualCheck = Extract<Check, { kind: 'usual' }>;

/** What is compared: the table of a build, its days (null: all), and what served when it was built. */
export type Compared = { member: Member; table: string; days: Days | null; served: ServedGeneration | undefined };

/** Compares the rows and totals of a build with the usual ones, partition by partition. */
export async function checkUsual(db: Queryable, schema: string, compared: Compared): Promise<Checked[]> {
  const { member, served } = compared;
  const results: Checked[] = [];
  for (const check of member.definition.checks) {
    if (check.kind !== 'usual') continue;
    const comparable = served && isComparable(member, served, check.measure);
    const result = !comparable
      ? { found: [], judged: 0 }
      : member.plan.partition
        ? await byPartition(db, schema, compared, check, served)
        : await asWhole(db, schema, compared, check, served);
    results.push(resultOf(member, check, result));
  }
  return results;
}

type Judged = { found: Unusual[]; judged: number };

async function byPartition(
  db: Queryable,
  schema: string,
  { member, table, days }: Compared,
  check: UsualCheck,
  served: ServedGeneration,
): Promise<Judged> {
  const { partition } = member.plan;
  const current = rowsOf(served)?.current ?? '';
  if (!partition) return { found: [], judged: 0 };
  const counted = countedOf(member, check.measure);
  const totals = (from: string, where: string) => totalsOf(db, inSchema(schema, from), partition, counted, where);
  const built = await totals(table, 'true');
  const since = days && { from: usualSince(partition.by, days.from), to: days.to };
  const known = await totals(current, withinDays(partition.column, since));
  const newest = await newestOf(db, inSchema(schema, current), partition);
  const judged = days ? partitionsIn(days, partition.by) : [...new Set([...built.keys(), ...known.keys()])];
  const found = unusual(partition.by, judged, built, { totals: known, newest }, check.within);
  return { found, judged: judged.length };
}

async function totalsOf(
  db: Queryable,
  from: string,
  { by, column }: Partition,
  counted: Counted,
  where: string,
): Promise<Totals> {
  const bucket = `cast(date_trunc('${by}', cast(${quoted(column)} as timestamp)) as date)`;
  const last = counted.last === null ? '' : `, max(${quoted(counted.last)}) over (partition by ${bucket}) as _last`;
  const { rows } = await db.query<{ partition: string; total: string }>(
    `select ${bucket}::text as "partition", (${totalSql(counted)})::text as total
       from (select *${last} from ${from} where ${where} and ${quoted(column)} is not null) as r group by ${bucket}`,
  );
  return new Map(rows.map((row) => [row.partition, Number(row.total)]));
}

async function newestOf(db: Queryable, from: string, { by, column }: Partition): Promise<string | null> {
  const { rows } = await db.query<{ newest: string | null }>(
    `select cast(date_trunc('${by}', cast(max(${quoted(column)}) as timestamp)) as date)::text as newest from ${from}`,
  );
  return rows[0]?.newest ?? null;
}

async function asWhole(
  db: Queryable,
  schema: string,
  { member, table }: Compared,
  check: UsualCheck,
  served: ServedGeneration,
): Promise<Judged> {
  const counted = countedOf(member, check.measure);
  const last = counted.last === null ? '' : `, max(${quoted(counted.last)}) over () as _last`;
  const total = async (name: string) => {
    const { rows } = await db.query<{ total: string }>(
      `select (${totalSql(counted)})::text as total from (select *${last} from ${inSchema(schema, name)}) as r`,
    );
    return Number(rows[0]?.total ?? 0);
  };
  const built = await total(table);
  const usual = await total(rowsOf(served)?.current ?? '');
  if (usual === 0 || Math.abs(built - usual) <= check.within * Math.abs(usual)) return { found: [], judged: 1 };
  return { found: [{ partition: '', total: built, usual }], judged: 1 };
}

/** What is totalled: rows, or a measure; of a last value only rows of the partition's last moment, told by the column `last`. */
type Counted = { measure: string | null; last: string | null };

function countedOf({ plan }: Member, measure: string | null): Counted {
  const columns = plan.relations[0]?.columns ?? [];
  const isLast = columns.some((column) => column.name === measure && column.additivity === 'last');
  const time = plan.partition?.column ?? columns.find((column) => column.role === 'time')?.name;
  return { measure, last: isLast && time !== undefined ? time : null };
}

function totalSql({ measure, last }: Counted): string {
  if (measure === null) return 'count(*)';
  const value = last === null ? quoted(measure) : `case when ${quoted(last)} = _last then ${quoted(measure)} end`;
  return `coalesce(sum(${value}), 0)`;
}

const rowsOf = (served: ServedGeneration) => served.relations.find((relation) => relation.name === 'rows');

/** Days of another zone, or rows of another grain, tell nothing of these. */
function isComparable({ plan }: Member, served: ServedGeneration, measure: string | null): boolean {
  const rows = rowsOf(served);
  if (!rows || served.zone !== plan.zone) return false;
  if (served.partition?.by !== plan.partition?.by || served.partition?.column !== plan.partition?.column) return false;
  if (measure === null) return rows.key.join() === (plan.relations[0]?.key ?? []).join();
  const planned = plan.relations[0]?.columns.find((column) => column.name === measure);
  return rows.columns.some((column) => column.name === measure && column.additivity === planned?.additivity);
}

function resultOf({ definition, plan }: Member, check: UsualCheck, { found, judged }: Judged): Checked {
  const by = plan.partition?.by ?? null;
  const first = found[0];
  const least = first ? Math.max(0, first.usual * (1 - check.within)) : 0;
  const most = first ? first.usual * (1 + check.within) : 0;
  const about = {
    what: check.measure === null ? { message: message('check.allRows') } : `'${check.measure}'`,
    total: round(first?.total ?? 0),
    usual: round(first?.usual ?? 0),
    least: round(least),
    most: round(most),
  };
  return checkResult({
    check: check.measure === null ? 'usual rows' : `usual ${check.measure}`,
    name: check.measure === null ? message('check.usualRows') : message('check.usual', { measure: check.measure }),
    summary: definition.name,
    passed: found.length === 0,
    severity: check.severity,
    measured: message('check.ofAll', { count: found.length, all: judged }),
    problem: by
      ? message('check.unusual', { ...about, count: found.length, by, partition: first?.partition ?? '' })
      : message('check.unusualWhole', about),
    ...(found.length > 0
      ? {
          examples: {
            columns: [by ?? 'summary', check.measure ?? 'rows', 'usual'],
            values: found
              .slice(0, mostExamples)
              .map((each) => [each.partition || definition.name, String(each.total), String(each.usual)]),
          },
        }
      : {}),
  });
}

const round = (value: number) => ({ decimal: String(Math.round(value * 100) / 100) });
