import type { Viewer } from '#lib/auth/viewer.ts';
import { leaseMs } from './limits.ts';

type Whose = Pick<Viewer, 'id'>;

/**
 * The page loads that browsers have named. A name counts only together with its viewer, so nobody renews or ends another
 * one's load, nor learns whether there is one.
 */
export type PageLoads = {
  /** Begins the lease of a load. One whose browser has left already is ended at once. */
  open(viewer: Whose, id: string, end: () => void): { close(): void };
  /** Its browser still waits. */
  renew(viewer: Whose, id: string): void;
  /** Its browser has left. */
  end(viewer: Whose, id: string): void;
  /** How many are open. */
  count(): number;
};

/** A browser sends its requests one after another: word of the end may overtake the load itself. */
const mostRemembered = 1_000;

export function makePageLoads(lease: number): PageLoads {
  const open = new Map<string, Set<{ end: () => void; timer: NodeJS.Timeout }>>();
  const left = new Set<string>();
  const nameOf = (viewer: Whose, id: string) => JSON.stringify([viewer.id, id]);

  function endAll(name: string): void {
    for (const load of open.get(name) ?? []) {
      clearTimeout(load.timer);
      load.end();
    }
    open.delete(name);
  }

  return {
    open(viewer, id, end) {
      const name = nameOf(viewer, id);
      if (left.delete(name)) {
        end();
        return { close: () => {} };
      }
      const load = { end, timer: setTimeout(() => endAll(name), lease) };
      // A process that has nothing else to do may end.
      load.timer.unref();
      const loads = open.get(name) ?? new Set();
      open.set(name, loads.add(load));
      return {
        close() {
          clearTimeout(load.timer);
          loads.delete(load);
          if (loads.size === 0 && open.get(name) === loads) open.delete(name);
        },
      };
    },
    renew(viewer, id) {
      for (const load of open.get(nameOf(viewer, id)) ?? []) load.timer.refresh();
    },
    end(viewer, id) {
      const name = nameOf(viewer, id);
      if (open.has(name)) return endAll(name);
      left.add(name);
      const [oldest] = left;
      if (left.size > mostRemembered && oldest !== undefined) left.delete(oldest);
    },
    count: () => open.size,
  };
}

// Next loads a module once per bundle layer: the route that ends a load is in another one than the page that opened it.
const shared = globalThis as { summaPageLoads?: PageLoads };

/** The page loads of this process. */
export function pageLoads(): PageLoads {
  shared.summaPageLoads ??= makePageLoads(leaseMs);
  return shared.summaPageLoads;
}
