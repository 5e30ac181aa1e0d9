import type { Compiled } from '#lib/warehouse/dialect.ts';
import { measureKey } from '../measure-key.ts';
import type { QueryMeasure } from '../query.ts';
import type { Cell } from '../result.ts';

/** What a question can be put together with: see `mergeKey`. */
export type Mergeable = {
  group: string;
  /** Columns before those of the measures. */
  before: number;
  measures: readonly QueryMeasure[];
  /** The statement that asks the same for other measures. */
  of(measures: readonly QueryMeasure[]): Statements;
};

/** A question's statement, and the same over the rows that are served now, where these may be those of its epoch. */
export type Statements = { compiled: Compiled; current?: () => Compiled };

type Found = { rows: Cell[][]; milliseconds: number };
type Member<R> = { request: R; gone: AbortSignal; resolve: (found: Found) => void; reject: (error: unknown) => void };

/**
 * Runs requests; those of one group that come in one turn of the event loop, as the tiles of a page do, are one statement.
 * It is cancelled when nobody waits for any of them.
 */
export function merging<R extends Statements & { merge?: Mergeable }>(
  run: (request: R, gone: AbortSignal) => Promise<Found>,
): (request: R, group: string, gone: AbortSignal) => Promise<Found> {
  const gathered = new Map<string, Member<R>[]>();
  return (request, group, gone) => {
    if (!request.merge) return run(request, gone);
    return new Promise((resolve, reject) => {
      const member = { request, gone, resolve, reject };
      const known = gathered.get(group);
      if (known) {
        known.push(member);
        return;
      }
      const members = [member];
      gathered.set(group, members);
      setImmediate(() => {
        gathered.delete(group);
        void runTogether(members, run);
      });
    });
  };
}

async function runTogether<R extends Statements & { merge?: Mergeable }>(
  members: Member<R>[],
  run: (request: R, gone: AbortSignal) => Promise<Found>,
): Promise<void> {
  const [first, ...others] = members;
  const apart = () => members.map(({ request, gone, resolve, reject }) => run(request, gone).then(resolve, reject));
  if (!first?.request.merge || others.length === 0) return void apart();
  const measures = members.flatMap(({ request }) => request.merge?.measures ?? []);
  const all = [...new Map(measures.map((measure) => [measureKey(measure), measure])).values()];
  try {
    const { rows, milliseconds } = await run(
      { ...first.request, ...first.request.merge.of(all) },
      allGone(members.map(({ gone }) => gone)),
    );
    for (const { request, resolve } of members) {
      resolve({ rows: request.merge ? ownColumns(rows, request.merge, all) : [], milliseconds });
    }
  } catch (error) {
    // A total that is too large for its type is one measure's failure only.
    if (/^22/.test(String((error as { code?: unknown } | null)?.code))) return void apart();
    for (const { reject } of members) reject(error);
  }
}

/** The rows as one question would have found them: its measures, and what stands before and after all measures. */
function ownColumns(rows: Cell[][], { before, measures }: Mergeable, all: readonly QueryMeasure[]): Cell[][] {
  const keys = all.map(measureKey);
  const places = measures.map((measure) => before + keys.indexOf(measureKey(measure)));
  return rows.map((row) => [
    ...row.slice(0, before),
    ...places.map((place) => row[place] ?? null),
    ...row.slice(before + all.length),
  ]);
}

/** Aborts when all of some signals have. */
function allGone(signals: AbortSignal[]): AbortSignal {
  const gone = new AbortController();
  let waiting = signals.length;
  const left = (event: Event) => {
    waiting -= 1;
    if (waiting === 0) gone.abort(event.target instanceof AbortSignal ? event.target.reason : undefined);
  };
  for (const signal of signals) {
    if (signal.aborted) waiting -= 1;
    else signal.addEventListener('abort', left, { once: true });
  }
  if (waiting === 0) gone.abort(signals[0]?.reason);
  return gone.signal;
}
