import { type CompiledQuery, type Kysely, PostgresQueryCompiler, type RawBuilder } from 'kysely';
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

/** The same with its values as literals, for what takes no parameters. Only for values of definitions, never of a request. */
export function literalStatement(query: Sql): Statement {
  return { text: query.compile(literals).sql, values: [] };
}

class LiteralCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    this.append(literal(value));
  }
}

const literals: Kysely<never> = compileOnly(() => new LiteralCompiler());

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return literal(value.toISOString());
  if (typeof value === 'string') return textLiteral(value);
  throw new Error(`Found a value of type ${typeof value} in a definition; expected a text, number, boolean or date.`);
}

/** A backslash is one in every database only where the literal says so. */
function textLiteral(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}
