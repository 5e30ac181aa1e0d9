import type { Registry } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { RequestedRun } from './request.ts';

/** Queues a run of exactly what an ended run failed to do or did not come to, from its frozen plan. */
export async function retryRun(
  _store: ControlStore,
  _registry: Registry,
  { id }: { id: string; who: string },
): Promise<RequestedRun> {
  throw new Error(`Run ${id} cannot be repeated yet.`);
}
