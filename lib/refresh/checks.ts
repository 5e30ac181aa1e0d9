import { type BuildInput, sourceTotal } from '#lib/compile/build.ts';
import { statement } from '#lib/compile/statement.ts';
import { inSchema, literal, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Member } from './chain.ts';
import type { RunContext } from './context.ts';
import { runStep } from './run-step.ts';

/** What a check measured, kept with the unit. `text` is a whole sentence when it failed. */
export type CheckResult = { check: string; summary: string; passed: boolean; measured: string; text: string };

/** Compares the totals of a build with those of the rows it was built from; runs inside the build's snapshot. */
export async function conservation(
  { client, schema }: RunContext,
  member: Member,
  input: BuildInput,
  table: string,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of member.definition.checks) {
    if (check.kind !== 'conserves') continue;
    const source = statement(sourceTotal(member.definition, member.plan, check.measure, input));
    const total = `select coalesce(sum(${quoted(check.measure)}), 0) as total from ${inSchema(schema, table)}`;
    const { rows } = await runStep('check totals', () =>
      client.query<{ source: string; built: string; equal: boolean }>(
        `select s.total::text as source, b.total::text as built, s.total = b.total as equal
           from (${source.text}) s cross join (${total}) b`,
        source.values,
      ),
    );
    const row = rows[0];
    const passed = row?.equal === true;
    results.push({
      check: `conserves ${check.measure}`,
      summary: member.definition.name,
      passed,
      measured: `${row?.built} of ${row?.source}`,
      text: passed
        ? ''
        : `the total of '${check.measure}' is ${row?.built}, but ${row?.source} over the rows it was built from. ` +
          'Expected equal totals. Look for rows the grain loses or doubles.',
    });
  }
  return results;
}

/** The checks of what a build made, before anything of it can be seen. */
export async function checkRows(
  db: Queryable,
  schema: string,
  member: Member,
  table: string,
  /** Rows served before for the same days. */
  rowsBefore: string,
  allowEmpty: boolean,
): Promise<CheckResult[]> {
  const summary = member.definition.name;
  const from = inSchema(schema, table);
  const key = (member.plan.relations[0]?.key ?? []).map(quoted).join(', ');
  const counts = [
    ['rows', 'count(*)'],
    // Group by puts nulls together, so two rows that differ in nothing but nulls are doubles too.
    ['doubles', key ? `count(*) - (select count(*) from (select 1 from ${from} group by ${key}) as g)` : '0'],
    ...member.definition.checks.flatMap((check, index): [string, string][] => {
      const column = 'column' in check ? quoted(check.column) : '';
      if (check.kind === 'not-null') return [[`c${index}`, `count(*) filter (where ${column} is null)`]];
      if (check.kind !== 'accepted-values') return [];
      const accepted = check.values.map(literal).join(', ') || 'null';
      return [
        [`c${index}`, `count(*) filter (where ${column} is not null and ${column}::text not in (${accepted}))`],
        [`s${index}`, `min(${column}::text) filter (where ${column}::text not in (${accepted}))`],
      ];
    }),
  ].map(([name, value]) => `(${value})::text as ${name}`);
  const { rows } = await runStep('check rows', () =>
    db.query<Record<string, string | null>>(`select ${counts.join(', ')} from ${from}`),
  );
  const measured = rows[0] ?? {};
  const result = (check: string, count: string, passed: boolean, text: string): CheckResult => ({
    check,
    summary,
    passed,
    measured: count,
    text: passed ? '' : text,
  });
  const doubles = measured.doubles ?? '0';
  const built = measured.rows ?? '0';
  return [
    result('unique grain', doubles, doubles === '0', `${doubles} rows repeat the grain. Expected one row for each.`),
    result(
      'rows',
      `${built}, ${rowsBefore} before`,
      built !== '0' || rowsBefore === '0' || allowEmpty,
      `there were ${rowsBefore} rows and now there is none. Expected rows, for a source is emptied by mistake more often ` +
        'than on purpose. If it is right, refresh again and allow empty (--allow-empty).',
    ),
    ...member.definition.checks.flatMap((check, index): CheckResult[] => {
      const count = measured[`c${index}`] ?? '0';
      if (check.kind === 'not-null') {
        return [
          result(
            `not null ${check.column}`,
            count,
            count === '0',
            `${count} rows have no '${check.column}'. Expected a value in every row.`,
          ),
        ];
      }
      if (check.kind !== 'accepted-values') return [];
      return [
        result(
          `accepted values of ${check.column}`,
          count,
          count === '0',
          `${count} rows have a '${check.column}' that is not accepted, such as '${measured[`s${index}`]}'. ` +
            `Expected one of ${check.values.map((value) => `'${value}'`).join(', ')}.`,
        ),
      ];
    }),
  ];
}
