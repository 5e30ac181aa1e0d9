import { tooBusy } from './busy.ts';
import { pressure } from './pressure.ts';

/** Turns at the warehouse: so many at once. Who waits gets one by the load they belong to, one each. */
export type Slots = {
  /** Resolves to a turn. Rejects when `signal` aborts or the wait is too long. */
  take(request: { load: string; owner: string; later: boolean; signal?: AbortSignal }): Promise<Turn>;
  /** How many wait, those who are in no hurry not counted: of one owner, or of all. */
  waiting(owner?: string): number;
};

export type Turn = {
  end(): void;
  /** Ends the turn because the server lets fewer in; until one more is tried there are fewer turns. */
  refused(): void;
};

type Waiter = { begin: () => void; owner: string; later: boolean };

/** After a refusal one turn more is tried in so long. */
const growEveryMs = 2_000;

export function slots(most: number, longestWaitMs: number, now: () => number = Date.now): Slots {
  let working = 0;
  let room = most;
  let grownAt = 0;
  /** By load, the one whose turn comes next first: a page of sixty tiles does not keep a page of one waiting. */
  const queue = new Map<string, Waiter[]>();

  function turn(): Turn {
    working += 1;
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      working -= 1;
      if (room < most && now() - grownAt >= growEveryMs) {
        room += 1;
        grownAt = now();
      }
      next();
    };
    const refused = () => {
      room = Math.max(1, working - 1);
      grownAt = now();
      end();
    };
    return { end, refused };
  }

  function next(): void {
    while (working < room) {
      const hurried = [...queue].find(([, [first]]) => first && !first.later);
      // What nobody waits for runs alone, in a process that is at rest.
      const [load, list = []] = hurried ?? (working === 0 ? [...queue][0] : undefined) ?? [];
      const first = list.shift();
      if (load === undefined || !first) return;
      queue.delete(load);
      if (list.length > 0) queue.set(load, list);
      first.begin();
    }
  }

  function remove(load: string, waiter: Waiter): void {
    const left = queue.get(load)?.filter((each) => each !== waiter) ?? [];
    if (left.length > 0) queue.set(load, left);
    else queue.delete(load);
  }

  return {
    waiting: (owner) =>
      [...queue.values()].flat().filter((each) => !each.later && (owner === undefined || each.owner === owner)).length,
    take: ({ load, owner, later, signal }) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const counted = later ? 0 : 1;
        const settle = () => {
          clearTimeout(timer);
          pressure().waiting -= counted;
          signal?.removeEventListener('abort', aborted);
        };
        const begin = () => {
          settle();
          resolve(turn());
        };
        const waiter = { begin, owner, later };
        const leave = (reason: unknown) => {
          settle();
          remove(load, waiter);
          reject(reason);
        };
        const aborted = () => leave(signal?.reason);
        const timer = setTimeout(() => leave(tooBusy(5)), longestWaitMs);
        signal?.addEventListener('abort', aborted, { once: true });
        queue.set(load, [...(queue.get(load) ?? []), waiter]);
        pressure().waiting += counted;
        next();
      }),
  };
}
