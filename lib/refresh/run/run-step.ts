import { faultPoint } from './fault-point.ts';

/** Every step of a run around its publishes, in the order in which it may come. Before and after each is a fault point. */
export const runSteps = [
  'end connections',
  'raise fence',
  'reconcile',
  'drop leftovers',
  'register versions',
  'freeze plan',
  'enter building',
  'make generation',
  'lock sources',
  'begin build',
  'build stage',
  'check totals',
  'commit build',
  'enter checking',
  'check rows',
  'keep build',
  'compare',
  'enter publishing',
  'store watermarks',
  'settle quarantine',
  'finish relation',
  'copy generation',
  'drop stages',
  'drop generation',
  'record unit',
  'record failure',
  'settle late rows',
  'replace view',
  'finish run',
] as const;

export type RunStep = (typeof runSteps)[number];

/** Does one step of a run. */
export async function runStep<T>(step: RunStep, work: () => Promise<T>): Promise<T> {
  await faultPoint(`before ${step}`);
  const result = await work();
  await faultPoint(`after ${step}`);
  return result;
}
