import type { Registry } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** Overrules the definition's schedule of a chain by a cron in a zone; `cron: null` goes back to the definition's. */
export async function setSchedule(
  _store: ControlStore,
  _registry: Registry,
  { chain }: { chain: string; cron: string | null; zone: string; who: string },
): Promise<void> {
  throw new Error(`The schedule of ${chain} cannot be set yet.`);
}

/** Stops a chain from being refreshed by itself, or lets it go on: what was missed meanwhile becomes one run. */
export async function pauseSchedule(
  _store: ControlStore,
  _registry: Registry,
  { chain }: { chain: string; paused: boolean; who: string },
): Promise<void> {
  throw new Error(`The schedule of ${chain} cannot be paused yet.`);
}
