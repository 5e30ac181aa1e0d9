import type { RawBuilder } from 'kysely';
import type { TimeBucket, WeekStart } from '#lib/definition/grain.ts';

/** A statement as it is sent: values never stand in `sql`. */
export type Compiled = { sql: string; parameters: readonly string[] };

/** A piece of a statement with its parameters. */
export type Piece = RawBuilder<unknown>;

/**
 * What the databases that hold summaries write differently in a question. Every piece is pure. Types are those of stored
 * columns, in PostgreSQL's words (`bigint`, `numeric(38,2)`, `timestamp`); each dialect turns them into its own. Names are
 * quoted by the dialect's own query compiler: write `sql.id(…)`, never `"name"`.
 */
export type Dialect = {
  readonly name: 'postgresql' | 'redshift' | 'mysql';

  /** A value as a parameter of a type. Its text is one that PostgreSQL reads as the type, see `fits`. */
  value(type: string, text: string): Piece;
  /** No value, where the type must be known: the columns of a `union all` that only other parts have. */
  nothing(type: string): Piece;
  /** `limit …`: as many rows at most. */
  limit(rows: number): Piece;

  /** Whether a column has one of the values; never true of a row without a value. */
  isIn(column: Piece, type: string, texts: readonly string[]): Piece;
  /** Whether two values are the same, where no value is the same as no value. */
  same(a: Piece, b: Piece): Piece;
  /** Whether a condition does not hold: false turns true, and so does unknown. */
  isNot(condition: Piece): Piece;
  /** Whether a moment or day lies before the end of a day. */
  throughDay(column: Piece, day: string): Piece;
  /** Whether a text has another text in it, or begins with it, letter by letter. */
  contains(text: Piece, part: string): Piece;
  startsWith(text: Piece, part: string): Piece;

  /**
   * An entry of `order by`, rows without a value last. Words go by their code points, which no server's language setting
   * changes. It may be several expressions with commas between them.
   */
  order(expression: Piece, type: string, direction: 'ascending' | 'descending'): Piece;

  /** The start of the bucket a day or local moment lies in: a date, or a timestamp for hours. */
  truncate(bucket: TimeBucket, column: Piece, weekStart: WeekStart): Piece;
  /** A quotient, right in at least 15 digits; no value where the divisor is 0. */
  divide(dividend: Piece, divisor: Piece): Piece;
  /** A value as text, as PostgreSQL writes it. */
  text(expression: Piece, type: string): Piece;

  compile(query: Piece): Compiled;
};
