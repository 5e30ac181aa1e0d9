import type { Figure } from '#lib/cli/bench/table.ts';
import { buildRelation, sourceRows } from '#lib/compile/build.ts';
import { statement } from '#lib/compile/statement.ts';
import { readChain } from '#lib/refresh/plan/chain.ts';
import type { BenchWarehouse } from './bench-warehouse.ts';
import { factsRegistry } from './facts.ts';
import { median } from './quantile.ts';

const rounds = 5;

/** A first build of a table of facts beside `create table as` of the same query with the same index, in turns. */
export async function fullBuild(warehouse: BenchWarehouse, table: string): Promise<Figure[]> {
  const bare: number[] = [];
  const built: number[] = [];
  const checked: number[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await bareBuild(warehouse, table));
    built.push((await warehouse.refresh(factsRegistry(table, `plain_${round}`))).seconds);
    checked.push((await warehouse.refresh(factsRegistry(table, `checked_${round}`, true))).seconds);
  }
  const [base, full, full2] = [median(bare), median(built), median(checked)];
  return [
    { what: 'create table as and its index', value: base, unit: 's' },
    { what: 'full build', value: full, unit: 's' },
    { what: '  against create table as', value: full / base, unit: '×', aim: 1.2 },
    { what: '  a check that reads the source adds', value: full2 - full, unit: 's' },
  ];
}

async function bareBuild({ pool }: BenchWarehouse, table: string): Promise<number> {
  const { head } = await readChain(pool, factsRegistry(table, 'bare'), 'bare');
  const rows = head.plan.relations[0];
  if (!rows) throw new Error('The bench summary has no rows.');
  const { text, values } = statement(
    buildRelation(head.definition, head.plan, rows, { rows: sourceRows(head.definition), range: null }),
  );
  const began = performance.now();
  await pool.query(`create table raw.bare as ${text}`, values);
  await pool.query('create index on raw.bare (day)');
  const seconds = (performance.now() - began) / 1000;
  await pool.query('drop table raw.bare');
  return seconds;
}
