import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import { compileOnly } from '#lib/definition/compile-only.ts';
import type { Compiled } from '#lib/warehouse/dialect.ts';

export type { Compiled };

/**
 * A value as a bind parameter with its type written out: `$1::date`. Every value of a read goes through here, as text, so
 * that the same query can be run where bind parameters are not allowed (see `lib/export/copy-compiler.ts`).
 */
export function value(type: string, text: string): RawBuilder<unknown> {
  return sql`${text}::${sqlType(type)}`;
}

/** A list of values as one array parameter: `= any($1::text[])` has the same text for one value and for a thousand. */
export function values(type: string, texts: readonly string[]): RawBuilder<unknown> {
  return sql`${arrayText(texts)}::${sqlType(type)}[]`;
}

/** A type's name as SQL text. Types come from definitions and generations; anything that is not a known type is an error. */
export function sqlType(type: string): RawBuilder<unknown> {
  return sql.raw(knownType(type));
}

export function knownType(type: string): string {
  if (known.test(type)) return type;
  throw new Error(`Found a column of type ${type}; expected a type of lib/definition/sql-type.ts.`);
}

const known =
  /^(text|boolean|smallint|integer|bigint|real|double precision|numeric(\(\d{1,3},\d{1,3}\))?|date|timestamp|timestamptz|timestamp with(out)? time zone|uuid|jsonb)$/;

/** PostgreSQL's text form of an array: every element quoted, `"` and `\` escaped. */
export function arrayText(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Compiles for `pg`: `$1`, `$2` … */
export function compile(query: RawBuilder<unknown>): Compiled {
  return compiledBy(postgres, query);
}

export function compiledBy(dialect: Kysely<unknown>, query: RawBuilder<unknown>): Compiled {
  const { sql: text, parameters }: CompiledQuery = query.compile(dialect);
  return {
    sql: text,
    parameters: parameters.map((parameter) => {
      if (typeof parameter !== 'string') throw new Error('A value of a read was bound without a type.');
      return parameter;
    }),
  };
}

const postgres = compileOnly<unknown>();
