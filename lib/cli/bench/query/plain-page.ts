import type pg from 'pg';
import type { Viewer } from '#lib/auth/viewer.ts';
import type { TileView } from '#lib/dashboard/dashboard-load.ts';
import { loadDashboard } from '#lib/dashboard/load.ts';
import type { ReadWarehouse } from '#lib/query/read-warehouse.ts';
import type { TileResult } from '#lib/query/result.ts';
import { registry, type Size } from './definitions.ts';

const viewer: Viewer = { id: '0', email: 'bench', name: 'bench', role: 'admin', attributes: {}, groups: [] };

/** A statement as a bare driver sends it. */
export type PlainStatement = { text: string; values: unknown[] };

/** Copies what a summary serves into a plain table with the same index. */
export async function copyServed(owner: pg.Pool, size: Size): Promise<void> {
  await owner.query(`create table raw.plain_${size} as select * from summa.daily_${size}`);
  await owner.query(`create index on raw.plain_${size} (day)`);
  await owner.query(`vacuum analyze raw.plain_${size}`);
}

/** The statements of a page as the app sends them, but over the plain table; equal ones once. */
export async function plainStatements(warehouse: ReadWarehouse, size: Size, period: string): Promise<PlainStatement[]> {
  const results = (await drawnTiles(warehouse, size, { period })).map(({ result }) => result);
  const statements = new Map(results.map((result) => statementOf(result, size)).map((each) => [each.text, each]));
  return [...statements.values()];
}

/** Every tile of a page with what it shows. */
export async function drawnTiles(
  warehouse: ReadWarehouse,
  size: Size,
  filters: Record<string, string>,
): Promise<{ view: TileView; result: TileResult }[]> {
  const { head, tiles } = await loadDashboard({
    registry,
    dashboard: `bench-${size}`,
    filters,
    epoch: null,
    viewer,
    warehouse,
  });
  return Promise.all(
    head.tiles.map(async (view) => {
      const result = await tiles[view.id];
      if (!result) throw new Error(`The tile ${view.title} was not answered.`);
      return { view, result };
    }),
  );
}

function statementOf(result: TileResult, size: Size): PlainStatement {
  if (!result.ok) throw new Error(`A tile of the page failed: ${JSON.stringify(result.message)}`);
  // The rows of an epoch stand in parentheses of their own, which read the columns they need from two tables.
  const text = result.sql.replaceAll(
    /\(\s*select [^()]*?\s+from \(\s*select ([^()]*?), "_from", \d+ as "_to" from [\s\S]*?\) as "all_epochs"\s*where "_from" <= (\$\d+::bigint) and "_to" > (\$\d+::bigint)\s*\)/g,
    (_, columns: string, from: string, to: string) =>
      `(select ${columns} from raw.plain_${size} where ${from} > 0 and ${to} > 0)`,
  );
  if (text === result.sql) throw new Error(`No rows of an epoch were found in ${result.sql}`);
  return { text, values: result.parameters };
}
