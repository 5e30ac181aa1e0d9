import type { Check } from '#lib/definition/checks.ts';
import { message } from '#lib/i18n/message.ts';
import { type EngineDialect, engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema, literal, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Member } from '../plan/chain.ts';
import { runStep } from '../run/run-step.ts';
import { type Checked, checkResult, countOf } from './check-result.ts';

/** The name under which rows that repeat the grain are told. */
export const grainCheck = 'unique grain';

/** What one look at a build finds. */
export type CheckedRows = {
  results: Checked[];
  /** Rows that were built. */
  rows: string;
  /** Rows without a time. */
  timeless: string;
  /** First and last day of the rows; null when there is none, or no time. */
  span: { first: string; last: string } | null;
};

/** The checks of what a build made, before anything of it can be seen. `before` is how many rows are served for its days. */
export async function checkRows(
  db: Queryable,
  schema: string,
  member: Member,
  table: string,
  { before, allowEmpty }: { before: string; allowEmpty: boolean },
): Promise<CheckedRows> {
  const { definition, plan } = member;
  const dialect = engineDialect(db);
  const from = inSchema(schema, table);
  const key = (plan.relations[0]?.key ?? []).map(quoted).join(', ');
  const time = plan.relations[0]?.columns.find((column) => column.role === 'time')?.name;
  const timed = time ? quoted(time) : 'cast(null as date)';
  const counts = [
    ['rows', 'count(*)'],
    ['timeless', time ? `count(case when ${timed} is null or ${dialect.isInfinite(timed)} then 1 end)` : '0'],
    ['first', `cast(min(${timed}) as date)`],
    ['last', `cast(max(${timed}) as date)`],
    // Group by puts nulls together, so two rows that differ in nothing but nulls are doubles too.
    ['doubles', key ? `count(*) - (select count(*) from (select 1 from ${from} group by ${key}) as g)` : '0'],
    ...definition.checks.flatMap((check, index) => countsOf(dialect, typeOf(member, check), check, index)),
  ].map(([name, value]) => `(${value})::text as ${name}`);
  const { rows } = await runStep('check rows', () =>
    db.query<Record<string, string | null>>(`select ${counts.join(', ')} from ${from}`),
  );
  const measured = rows[0] ?? {};
  const { first, last } = measured;
  return {
    results: [
      uniqueGrain(definition.name, measured.doubles ?? '0'),
      notEmptied(definition.name, measured.rows ?? '0', before, allowEmpty),
      ...definition.checks.flatMap((check, index) => resultOf(definition.name, check, index, measured)),
    ],
    rows: measured.rows ?? '0',
    timeless: measured.timeless ?? '0',
    span: first && last ? { first, last } : null,
  };
}

/** SQL that is true of rows a check refuses; null of checks that look at more than a row. */
export function failingRows({ asText }: EngineDialect, type: string, check: Check): string | null {
  if (check.kind === 'not-null') return `${quoted(check.column)} is null`;
  if (check.kind !== 'accepted-values') return null;
  const accepted = check.values.map(literal).join(', ') || 'null';
  return `${quoted(check.column)} is not null and ${asText(quoted(check.column), type)} not in (${accepted})`;
}

/** The type of the column a check is about. */
export function typeOf({ plan }: Pick<Member, 'plan'>, check: Check): string {
  const name = 'column' in check ? check.column : null;
  return plan.relations[0]?.columns.find((column) => column.name === name)?.sqlType ?? 'text';
}

function countsOf(dialect: EngineDialect, type: string, check: Check, index: number): [string, string][] {
  const failing = failingRows(dialect, type, check);
  if (failing === null) return [];
  const count: [string, string] = [`c${index}`, `count(case when ${failing} then 1 end)`];
  if (check.kind !== 'accepted-values') return [count];
  return [count, [`s${index}`, `min(case when ${failing} then ${dialect.asText(quoted(check.column), type)} end)`]];
}

function uniqueGrain(summary: string, doubles: string): Checked {
  return checkResult({
    check: grainCheck,
    name: message('check.uniqueGrain'),
    summary,
    passed: doubles === '0',
    severity: 'block',
    measured: countOf(doubles),
    problem: message('check.doubled', { count: Number(doubles) }),
  });
}

function notEmptied(summary: string, built: string, before: string, allowEmpty: boolean): Checked {
  return checkResult({
    check: 'rows',
    name: message('check.rows'),
    summary,
    passed: built !== '0' || before === '0' || allowEmpty,
    severity: 'block',
    measured: message('check.before', { count: { decimal: built }, before: { decimal: before } }),
    problem: message('check.emptied', { before: Number(before) }),
  });
}

function resultOf(summary: string, check: Check, index: number, measured: Record<string, string | null>): Checked[] {
  const count = measured[`c${index}`] ?? '0';
  const result = { summary, passed: count === '0', severity: check.severity, measured: countOf(count) };
  if (check.kind === 'not-null') {
    const { column } = check;
    const problem = message('check.noValue', { count: Number(count), column });
    return [
      checkResult({ ...result, check: `not null ${column}`, name: message('check.notNull', { column }), problem }),
    ];
  }
  if (check.kind !== 'accepted-values') return [];
  const { column, values } = check;
  const problem = message('check.notAccepted', {
    count: Number(count),
    column,
    example: measured[`s${index}`] ?? '',
    accepted: values.map((value) => `'${value}'`).join(', '),
  });
  const name = message('check.accepted', { column });
  return [checkResult({ ...result, check: `accepted values of ${column}`, name, problem })];
}
