import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { replaceView } from '#lib/warehouse/view.ts';
import { type KeptGeneration, keptGenerations } from './generations.ts';

/** A reader of an old epoch is waited for so often; the next pass tries again. */
const attempts = 20;

/**
 * Drops the tables of generations that no readable epoch shows, and keeps their records. The view of the summary lets go of
 * them first. Returns how many were dropped.
 */
export async function dropGenerations(
  client: pg.Client,
  schema: string,
  summary: string,
  log: (line: string) => void,
): Promise<number> {
  const passed = (await keptGenerations(client, schema, [summary])).filter((each) => each.passed && !each.served);
  if (passed.length === 0) return 0;
  const replaced = await replaceView(client, schema, summary, async (line) => log(line));
  if (!replaced) return 0;
  let dropped = 0;
  for (const generation of passed) {
    const problem = await dropTables(client, schema, generation);
    if (problem === null) dropped += 1;
    else log(`Generation ${generation.id} of ${summary} was not dropped: ${problem}. The next pass tries again.`);
  }
  return dropped;
}

async function dropTables(client: pg.Client, schema: string, generation: KeptGeneration): Promise<string | null> {
  const { now, lockTimeouts } = engineDialect(client);
  const tables = generation.relations.flatMap(({ current, closed }) => [current, closed]);
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('begin');
      // Whoever comes to read meanwhile queues behind this lock no longer than that.
      if (lockTimeouts) await client.query(`set local lock_timeout = '100ms'`);
      await client.query(`drop table if exists ${tables.map((table) => inSchema(schema, table)).join(', ')}`);
      await client.query(`delete from ${inSchema(schema, '_partition')} where generation = $1`, [generation.id]);
      await client.query(`update ${inSchema(schema, '_generation')} set dropped_at = ${now} where id = $1`, [
        generation.id,
      ]);
      await client.query('commit');
      return null;
    } catch (error) {
      await client.query('rollback');
      const busy = (error as { code?: unknown }).code === '55P03';
      if (!busy || attempt >= attempts) return error instanceof Error ? error.message : String(error);
      await sleep(50 * attempt);
    }
  }
}
