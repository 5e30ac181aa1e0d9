import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Seconds of processor time the whole machine has spent, all cores together. */
export function processorSeconds(): number {
  const [, ...fields] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = fields;
  return (user + nice + system + irq + softirq) / 100;
}

/** The share of the machine's processors that `work` kept busy. */
export async function busyShare(work: () => Promise<void>): Promise<number> {
  const [began, spent] = [performance.now(), processorSeconds()];
  await work();
  return (processorSeconds() - spent) / (((performance.now() - began) / 1000) * availableParallelism());
}
