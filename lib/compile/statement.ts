import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';

/** A piece of SQL with its parameters. */
export type Sql = RawBuilder<unknown>;

/** Builds and compiles SQL, and runs none: compiling is pure. */
export const builder: Kysely<never> = new Kysely({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A statement as a driver takes it. */
export type Statement = { text: string; values: unknown[] };

export function statement(query: Sql): Statement {
  const compiled: CompiledQuery = query.compile(builder);
  return { text: compiled.sql, values: [...compiled.parameters] };
}
