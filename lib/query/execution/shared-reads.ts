import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { isServerFull } from './busy.ts';
import { longestWaitMs } from './limits.ts';

type Running = { answer: Promise<unknown>; next: Promise<unknown> | null };

// Next loads a module once per bundle layer; a page and an action that ask at once share an answer too.
const shared = globalThis as { summaSharedReads?: WeakMap<Queryable, Queryable> };

/**
 * The same reads, for small statements that everybody asks (the newest epoch, the horizons): equal ones that come while one
 * is running share the next. Nobody is given an answer that began before they asked, so each sees what was committed by then.
 */
export function sharedReads(db: Queryable): Queryable {
  shared.summaSharedReads ??= new WeakMap();
  const known = shared.summaSharedReads.get(db);
  if (known) return known;
  const running = new Map<string, Running>();

  function start(key: string, run: () => Promise<unknown>): Promise<unknown> {
    const entry: Running = { answer: run(), next: null };
    running.set(key, entry);
    const ended = () => {
      if (running.get(key) === entry) running.delete(key);
    };
    entry.answer.then(ended, ended);
    return entry.answer;
  }

  const query = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<pg.QueryResult<Row>> => {
    const key = JSON.stringify([text, values]);
    const run = () => whenThereIsRoom(() => db.query<Row>(text, values));
    const now = running.get(key);
    if (!now) return start(key, run) as Promise<pg.QueryResult<Row>>;
    now.next ??= now.answer.then(
      () => start(key, run),
      () => start(key, run),
    );
    return now.next as Promise<pg.QueryResult<Row>>;
  };
  const reads: Queryable = { query };
  shared.summaSharedReads.set(db, reads);
  return reads;
}

/** A server without a connection left is asked again: this process may hold some, which its statements give back. */
async function whenThereIsRoom<T>(run: () => Promise<T>): Promise<T> {
  const until = performance.now() + longestWaitMs / 2;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isServerFull(error) || performance.now() > until) throw error;
      await sleep(200);
    }
  }
}
