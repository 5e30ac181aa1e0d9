import type pg from 'pg';

/**
 * Every statement that connections of a pool send from now on. The pool must not have been used yet: connections are
 * listened to as they are opened.
 */
export function recordedStatements(pool: pg.Pool): string[] {
  const sent: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    client.query = (...given: unknown[]) => {
      sent.push(textOf(given[0]));
      return Reflect.apply(query, client, given);
    };
  });
  return sent;
}

/** A statement is given as text, as `{ text, values }`, or as an object of pg-copy-streams that holds its text. */
function textOf(given: unknown): string {
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given !== null && 'text' in given) return String(given.text);
  throw new Error('A statement was sent in a form that is not known here.');
}
