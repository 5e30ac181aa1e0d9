import type { TestContext } from 'node:test';
import { type FaultPoint, injectFault } from '../run/fault-point.ts';

/** Holds up every run that comes to a point until `go` is called. */
export function pauseAt(
  t: TestContext,
  point: FaultPoint,
): { reached: (runs?: number) => Promise<void>; go: () => void } {
  let held = 0;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const watchers: { runs: number; tell: () => void }[] = [];
  injectFault(async (passed) => {
    if (passed !== point) return;
    held += 1;
    for (const { runs, tell } of watchers) if (held >= runs) tell();
    await gate;
  });
  const go = () => {
    injectFault(null);
    open();
  };
  t.after(go);
  return {
    reached: (runs = 1) =>
      held >= runs ? Promise.resolve() : new Promise<void>((tell) => watchers.push({ runs, tell })),
    go,
  };
}
