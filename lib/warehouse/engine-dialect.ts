import { postgresEngine } from './postgres/engine.ts';
import type { Queryable } from './queryable.ts';
import { isOfRedshift } from './redshift/connection.ts';
import { redshiftEngine } from './redshift/engine.ts';

/** A piece of a statement and the values of its parameters. */
export type Fragment = { text: string; values: unknown[] };

/** A column of a list of rows: its type in PostgreSQL's words, and its value in each row. */
export type ListColumn = { type: string; values: readonly unknown[] };

/**
 * What databases write differently in what refreshes, migrations and retention send. Questions have a dialect of their own,
 * `dialect.ts`. Statements that both understand at equal speed are written once and stand where they are used.
 */
export type EngineDialect = {
  readonly name: 'postgresql' | 'redshift';

  /** The moment at which the transaction began, by the warehouse's clock; and, where that can be told, the very moment. */
  readonly now: string;
  readonly clock: string;
  /**
   * Columns of a query: the moment of a transaction as `at`, and as `snapshot` what tells later which changes it has seen: its
   * snapshot, or the number of the last change.
   */
  snapshot(schema: string): string;
  /** The text of a moment after all others, for what is complete for ever. */
  readonly forEver: string;
  /** Makes a text compare byte by byte. */
  readonly byBytes: string;
  /** ` returning …`; empty where a second statement must ask. */
  returning(columns: string): string;
  /**
   * A statement that affects the rows of a condition, one at most, and keeps everybody else from changing them until the
   * transaction ends. Where only writers lock, it writes `column` as it was.
   */
  holdRow(table: string, condition: string, column: string): string;
  /**
   * `(columns) values (…)` of a row whose table numbers its rows; with the number, and the moment as the column `at`, where the
   * table gives neither.
   */
  numberedRow(row: Readonly<Record<string, unknown>>, at?: string): Fragment & { id: string | null };
  /** How rows that an epoch opens are numbered, to be closed by it later: nothing where the table does it. */
  rowNumber(epoch: string): { column: string; value: string };
  /** What keeps a row that is read from being changed until the transaction ends; empty where there are no row locks. */
  readonly forUpdate: string;
  /** Lets an insert pass over a key that another session has just inserted; empty where keys are not enforced. */
  readonly ifNew: string;
  /** Whether a session may say how long it waits for a lock. */
  readonly lockTimeouts: boolean;
  /** Whether `create table … as` takes parameters; where it does not, values of definitions stand in it as literals. */
  readonly takesParameters: boolean;
  /** A table whose rows need not outlive a crash of the server. */
  readonly stageTable: string;
  /** What a stored column of a type is declared with. */
  columnType(sqlType: string): string;
  /** How days are selected for each `group`: all in one text with commas between them, or, where texts are short, one a row. */
  listed(day: string, group: string): { value: string; tail: string };
  /** Joins to a generation `g` the newest record `p` of its summary among those whose epoch fulfils a condition. */
  newestPublish(table: string, epoch?: string): string;
  /** A value of a type as text. */
  asText(expression: string, sqlType: string): string;
  /** Whether a time is infinite. */
  isInfinite(column: string): string;

  /** Whether a column has one of the values; `first` is the number of its first parameter. */
  isOneOf(column: string, type: string, values: readonly unknown[], first: number): Fragment;
  /** A list of rows to select from, under a name. */
  rows(name: string, columns: Readonly<Record<string, ListColumn>>, first: number): Fragment;
};

/** What a connection or pool speaks: whoever opened it knew its URL. */
export function engineDialect(db: Queryable): EngineDialect {
  return isOfRedshift(db) ? redshiftEngine : postgresEngine;
}
