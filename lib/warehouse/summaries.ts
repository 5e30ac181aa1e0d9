import type { Registry } from '#lib/definition/registry.ts';
import { type Environment, readEnvironment } from '#lib/environment.ts';
import { warehousePool } from './connect.ts';
import { generationsAt, latestEpoch } from './generation.ts';

export type ListedSummary = {
  name: string;
  completeThrough: string | null;
  /** Of its last publish; null when it was never built. */
  epoch: number | null;
  /** A count: a JavaScript number holds it exactly up to 9 * 10^15. */
  rows: number | null;
};

/** Every summary with what it is complete through, its epoch and its rows. */
export async function listSummaries(
  registry: Registry,
  environment: Pick<Environment, 'warehouseReadUrl' | 'schema'> = readEnvironment(),
): Promise<ListedSummary[]> {
  const pool = warehousePool('pages', environment.warehouseReadUrl);
  const { epoch } = await latestEpoch(pool, environment.schema);
  const served = await generationsAt(pool, environment.schema, epoch);
  return registry.summaries.map(({ name }) => {
    const generation = served.get(name);
    return {
      name,
      completeThrough: generation?.completeThrough ?? null,
      epoch: generation?.changedAt ?? null,
      rows: generation?.rows == null ? null : Number(generation.rows),
    };
  });
}
