import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Base } from '../build/base.ts';
import type { RunContext } from '../run/context.ts';
import type { SummaryPublish } from './publish.ts';
import { publishStep } from './publish-step.ts';

/** Notes what a publish built, and what it carries over or takes back. */
export async function recordPartitions(
  context: RunContext,
  snapshot: string | null,
  summary: SummaryPublish,
  epoch: string,
): Promise<void> {
  const { client, schema, run } = context;
  const { now, isOneOf, rows } = engineDialect(client);
  const table = inSchema(schema, '_partition');
  const replaced = [...summary.partitions, ...(summary.unbuilt ?? [])];
  if (summary.carriesOver !== null) {
    const isReplaced = isOneOf('"partition"', 'date', replaced, 3);
    await publishStep(
      client,
      'carry partitions over',
      `insert into ${table} (generation, "partition", built_at, run, epoch, "snapshot")
       select cast($1 as bigint), "partition", built_at, run, epoch, "snapshot" from ${table}
        where generation = $2 and not (${isReplaced.text})`,
      [summary.generation, summary.carriesOver, ...isReplaced.values],
    );
  }
  if (replaced.length === 0) return;
  const isReplaced = isOneOf('"partition"', 'date', replaced, 2);
  await publishStep(client, 'forget partitions', `delete from ${table} where generation = $1 and ${isReplaced.text}`, [
    summary.generation,
    ...isReplaced.values,
  ]);
  const built = rows('p', { day: { type: 'date', values: summary.partitions } }, 5);
  await publishStep(
    client,
    'record partitions',
    `insert into ${table} (generation, "partition", built_at, run, epoch, "snapshot")
     select cast($1 as bigint), p.day, ${now}, cast($2 as bigint), cast($3 as bigint), ${textOf(client, '$4')}
       from ${built.text}`,
    [summary.generation, run, epoch, snapshot, ...built.values],
  );
}

const textOf = (client: RunContext['client'], value: string) =>
  `cast(${value} as ${engineDialect(client).columnType('text')})`;

/** Partitions whose rows stayed as they were keep their epoch; what they were built from is newer now. */
export async function touchPartitions(context: RunContext, base: Base, summary: SummaryPublish): Promise<void> {
  if (summary.partitions.length === 0) return;
  const { client, schema, run } = context;
  const { now, isOneOf, rows } = engineDialect(client);
  const table = inSchema(schema, '_partition');
  const isTouched = isOneOf('"partition"', 'date', summary.partitions, 4);
  await publishStep(
    client,
    'touch partitions',
    `update ${table} set built_at = ${now}, run = $2, "snapshot" = $3 where generation = $1 and ${isTouched.text}`,
    [summary.generation, run, base.snapshot, ...isTouched.values],
  );
  const built = rows('p', { day: { type: 'date', values: summary.partitions } }, 5);
  await publishStep(
    client,
    'record partitions',
    `insert into ${table} (generation, "partition", built_at, run, epoch, "snapshot")
     select cast($1 as bigint), p.day, ${now}, cast($2 as bigint), cast($3 as bigint), ${textOf(client, '$4')}
       from ${built.text}
      where not exists (select 1 from ${table} t where t.generation = $1 and t."partition" = p.day)`,
    [summary.generation, run, String(base.epoch), base.snapshot, ...built.values],
  );
}
