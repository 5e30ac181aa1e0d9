import type { Queryable } from '#lib/warehouse/queryable.ts';
import { readQuarantine } from './kept-build.ts';

type KeptTables = { tables: ReadonlySet<string>; generations: ReadonlySet<string> };

export const nothingKept: KeptTables = { tables: new Set(), generations: new Set() };

/** Stage tables and unpublished generations that wait in quarantine for somebody's decision: nothing else may drop them. */
export async function keptTables(db: Queryable, schema: string): Promise<KeptTables> {
  const members = (await readQuarantine(db, schema, `state = 'open'`)).flatMap(({ build }) => build.members);
  return {
    tables: new Set(members.flatMap(({ tables }) => tables.map(({ table }) => table))),
    generations: new Set(members.flatMap(({ generation }) => (generation === null ? [] : [generation]))),
  };
}
