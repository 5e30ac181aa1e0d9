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
  const send = pg.Client.prototype.query;
  pg.Client.prototype.query = function recordingQuery(this: pg.Client, ...given: unknown[]) {
    if (this.database === database) {
      const text = textOf(given[0]);
      const from = sender();
      if (text !== null && from !== null) recorded.push({ text, from });
    }
    return Reflect.apply(send, this, given);
  };
  t.after(() => {
    pg.Client.prototype.query = send;
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
