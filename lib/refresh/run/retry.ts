import { isTransient } from './transient.ts';

/**
 * What a failure says of trying again. `lost`: the connection or the server went away. `collision`: somebody else was in
 * the way for a moment. `short`: something has run out and may be there again later. `never`: the same would happen again.
 */
export type FailureKind = 'lost' | 'collision' | 'short' | 'never';

/** Seconds to wait before each further try; after the last the run fails. */
export const waits: Record<Exclude<FailureKind, 'never'>, readonly number[]> = {
  // Counted by `losses` with runs whose worker died: five of either, and somebody should look.
  lost: [1, 2, 4, 8, 16],
  collision: [1, 2, 4, 8, 16, 30, 30, 30],
  short: [30, 120, 600],
};

const collisions = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '53300', // too_many_connections
  '55006', // object_in_use
]);

const shortages = new Set([
  '53000', // insufficient_resources
  '53100', // disk_full
  '53200', // out_of_memory
  '53400', // configuration_limit_exceeded
  '55P03', // lock_not_available
]);

/** What kind of failure an error is, by its SQLSTATE. */
export function failureKind(error: unknown): FailureKind {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && collisions.has(code)) return 'collision';
  // Redshift has no code of its own for two transactions that would have to wait for each other.
  if (typeof message === 'string' && /^1023\b|serializable isolation violation/i.test(message)) return 'collision';
  if (typeof code === 'string' && shortages.has(code)) return 'short';
  // A statement that ran into a time limit; one that a person cancelled has the same code and is not begun again.
  if (code === '57014' && typeof message === 'string' && /timeout/.test(message)) return 'short';
  return isTransient(error) ? 'lost' : 'never';
}

/** Seconds until the same work is tried again after so many failures before this one; null when it is given up. */
export function waitAfter(kind: FailureKind, failuresBefore: number): number | null {
  return kind === 'never' ? null : (waits[kind][failuresBefore] ?? null);
}

/** Whether the run is to be queued again after this failure. */
export function isTriedAgain(error: unknown, run: { losses: number; failures: number }): boolean {
  const kind = failureKind(error);
  return waitAfter(kind, kind === 'lost' ? run.losses : run.failures) !== null;
}
