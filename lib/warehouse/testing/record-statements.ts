import pg from 'pg';

/** A statement as a connection sent it. */
export type Recorded = {
  text: string;
  /** The first file of `lib` below the driver: who sent it. */
  from: string;
};

/**
 * Records every statement that this process sends to a database from now on, by whatever connection or pool, until the test
 * ends. Statements of the test itself are left out: they come from a file named `*.test.ts` or of a folder `testing`.
 */
export function recordStatements(t: { after(fn: () => void): void }, database: string): Recorded[] {
  const recorded: Recorded[] = [];
  const note = (query: unknown) => {
    const text = textOf(query);
    const from = sender();
    if (text !== null && from !== null) recorded.push({ text, from });
  };
  const { query: send } = pg.Client.prototype;
  const { query: sendByPool } = pg.Pool.prototype;
  pg.Client.prototype.query = function recording(this: pg.Client, ...given: unknown[]) {
    if (this.database === database) note(given[0]);
    return Reflect.apply(send, this, given);
  };
  // A pool sends when it has a connection, and who asked is not on the stack any more.
  pg.Pool.prototype.query = function recording(this: pg.Pool, ...given: unknown[]) {
    if (new pg.Client(this.options).database === database) note(given[0]);
    return Reflect.apply(sendByPool, this, given);
  };
  t.after(() => {
    pg.Client.prototype.query = send;
    pg.Pool.prototype.query = sendByPool;
  });
  return recorded;
}

function textOf(query: unknown): string | null {
  if (typeof query === 'string') return query;
  if (typeof query !== 'object' || query === null) return null;
  if ('text' in query && typeof query.text === 'string') return query.text;
  // A stream keeps its statement in a cursor.
  if ('cursor' in query && typeof query.cursor === 'object' && query.cursor !== null) return textOf(query.cursor);
  return null;
}

function sender(): string | null {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 50;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = stackTraceLimit;
  const files = [...stack.matchAll(/\/((?:lib|queries)\/[\w./-]+\.ts):\d+/g)].map((match) => match[1] ?? '');
  const first = files.find((file) => !file.endsWith('/record-statements.ts'));
  if (first === undefined || first.endsWith('.test.ts') || first.includes('/testing/')) return null;
  return first;
}
