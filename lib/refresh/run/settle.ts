import type { ClaimedRun } from './claim.ts';
import { type RunContext, Superseded } from './context.ts';
import type { Engine } from './engine.ts';
import { moveRun, type Requeue, requeueRun } from './held-run.ts';
import type { Lease } from './lease.ts';
import { outnumberRun } from './outnumber.ts';
import { failureKind, waitAfter } from './retry.ts';
import { runError } from './run-error.ts';
import { settleInWarehouse } from './settle-cancelled.ts';
import { Outnumbered } from './take-over.ts';

/** Ends a run by what became of its units. */
export async function finish(
  engine: Engine,
  run: ClaimedRun,
  { problem, cancelled = false }: { problem: string | null; cancelled?: boolean },
): Promise<void> {
  const { done } = await engine.store
    .selectFrom('run_unit')
    .select(({ fn }) => fn.countAll<string>().filterWhere('state', 'in', ['published', 'unchanged']).as('done'))
    .where('run', '=', run.id)
    .executeTakeFirstOrThrow();
  if (cancelled) return cancel(engine, run);
  const state = problem === null ? 'succeeded' : done === '0' ? 'failed' : 'partial';
  await moveRun(engine.store, run, state, { error: problem });
}

async function cancel(engine: Engine, run: ClaimedRun, settle = false): Promise<void> {
  const { cancelled_by: by } = await engine.store
    .selectFrom('run')
    .select('cancelled_by')
    .where('id', '=', run.id)
    .executeTakeFirstOrThrow();
  await moveRun(engine.store, run, 'cancelled', { error: `Cancelled by ${by ?? 'request'}.`, settle });
}

/** Settles an attempt that was cut short. */
export async function settle(
  engine: Engine,
  run: ClaimedRun,
  lease: Lease | null,
  connected: boolean,
  error: unknown,
  say: RunContext['say'],
): Promise<void> {
  const ended = lease?.ended() ?? null;
  if (ended === 'gone') return;
  if (ended === 'stop') {
    await requeueRun(engine.store, run, { error: null, seconds: 0 });
    return say('The worker was stopped; the run goes on in another.');
  }
  if (ended === 'cancel') return settleCancel(engine, run, say);
  if (error instanceof Outnumbered) {
    await outnumberRun(engine, run.id);
    await requeueRun(engine.store, run, { error: null, seconds: 0 });
    return say('The warehouse remembers a later attempt than the control store does; it is taken up again above that.');
  }
  const words = runError(error, engine.environment.warehouseUrl);
  if (error instanceof Superseded) {
    await moveRun(engine.store, run, 'cancelled', { error: error.message });
    return say(error.message);
  }
  const again = tryAgain(run, connected, error, words);
  if (again) {
    await requeueRun(engine.store, run, again);
    return say(`Interrupted, and queued again for in ${again.seconds} s: ${words}`);
  }
  await say(words);
  await finish(engine, run, { problem: words });
}

function tryAgain(run: ClaimedRun, connected: boolean, error: unknown, words: string): Requeue | null {
  const kind = failureKind(error);
  // A warehouse that cannot be reached says nothing against the run: it waits for it without being given up.
  if (kind === 'lost' && !connected) return { error: words, seconds: 5 };
  const before = kind === 'lost' ? run.losses : run.failures;
  const seconds = waitAfter(kind, before);
  if (seconds === null) return null;
  return { error: words, seconds, ...(kind === 'lost' ? { losses: before + 1 } : { failures: before + 1 }) };
}

/** The statement was ended in the middle of something, perhaps of a publish: the warehouse's record says what became of it. */
async function settleCancel(engine: Engine, run: ClaimedRun, say: RunContext['say']): Promise<void> {
  const settled = await settleInWarehouse(engine, run).then(
    () => true,
    () => false,
  );
  await cancel(engine, run, !settled);
  await say(
    settled
      ? 'Cancelled on request. What was published stays.'
      : 'Cancelled on request. What was published is written down when the warehouse answers.',
  );
}
