import type { CompiledQuery, Kysely, RawBuilder } from 'kysely';
import { compileOnly } from '#lib/definition/compile-only.ts';

/** A piece of SQL with its parameters. */
export type Sql = RawBuilder<unknown>;

/** Builds and compiles SQL, and runs none. */
export const builder: Kysely<never> = compileOnly();

/** A statement as a driver takes it. */
export type Statement = { text: string; values: unknown[] };

export function statement(query: Sql): Statement {
  const compiled: CompiledQuery = query.compile(builder);
  return { text: compiled.sql, values: [...compiled.parameters] };
}
