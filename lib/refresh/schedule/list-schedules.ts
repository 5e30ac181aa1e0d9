import type { Registry } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { ScheduleView } from './schedule-types.ts';

/** Every chain with when it is due, the chains without a schedule too. */
export async function listSchedules(_store: ControlStore, _registry: Registry): Promise<ScheduleView[]> {
  return [];
}
