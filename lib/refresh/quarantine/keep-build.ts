import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { insertNumbered } from '#lib/warehouse/insert-numbered.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { BuiltUnit } from '../build/build-unit.ts';
import type { NewGeneration } from '../build/generation.ts';
import type { Checked } from '../checks/check-result.ts';
import type { CheckedUnit } from '../checks/check-unit.ts';
import { withExamples } from '../checks/examples.ts';
import type { PlannedUnit } from '../plan/plan.ts';
import { heldDays } from '../roll-back/hold.ts';
import { touchesHeld } from '../roll-back/touches-held.ts';
import { Held, type RunContext, Superseded } from '../run/context.ts';
import { runStep } from '../run/run-step.ts';
import { inTransaction } from './in-transaction.ts';
import { type KeptBuild, readQuarantine } from './kept-build.ts';
import { outdatedReason } from './outdated.ts';
import type { DefinitionDiff } from './quarantine-types.ts';
import { settle } from './settle.ts';

/** A build to be kept. `generations` are those that were made for it, in the order of its members. */
type ToKeep = {
  unit: PlannedUnit;
  kind: 'incremental' | 'full';
  why: 'checks' | 'review';
  built: BuiltUnit;
  checked: CheckedUnit;
  generations?: readonly NewGeneration[];
  definition?: DefinitionDiff[];
};

/** So many builds of a chain are kept; the oldest goes first. */
const mostKept = 20;

/**
 * Keeps a build that is not published, until somebody has decided. One transaction: a process that dies in it leaves stage
 * tables that the next attempt drops, and no record. Returns the record's number.
 */
export async function keepBuild(context: RunContext, toKeep: ToKeep): Promise<string> {
  const { client, schema, chain } = context;
  const head = chain.head.definition.name;
  const { built, kind, unit } = toKeep;
  const checks: Checked[] = [];
  for (const { member, tables } of built.members) {
    const own = toKeep.checked.checks.filter((check) => check.summary === member.definition.name);
    checks.push(...(await withExamples(context, member, tables[0]?.table ?? '', own)));
  }
  return runStep('keep build', () =>
    inTransaction(client, async () => {
      await requireFence(context);
      await requireNoHold(context, unit);
      // The server empties unlogged tables when it comes up after a crash, and an empty build must not be published.
      const unlogged = kind === 'incremental' && engineDialect(client).name === 'postgresql';
      for (const { table } of unlogged ? built.members.flatMap(({ tables }) => tables) : []) {
        await client.query(`alter table ${inSchema(schema, table)} set logged`);
      }
      const id = await insertNumbered(client, inSchema(schema, '_quarantine'), {
        chain: head,
        kind,
        why: toKeep.why,
        run: context.run,
        attempt: context.attempt,
        unit: unit.unit,
        range_from: unit.days?.from ?? null,
        range_to: unit.days?.to ?? null,
        base_epoch: built.base.epoch,
        build: JSON.stringify(keptBuild(toKeep)),
        checks: JSON.stringify(checks),
        state: 'open',
      });
      await letGo(context, id, unit);
      return id;
    }),
  );
}

function keptBuild({ built, checked, generations, definition }: ToKeep): KeptBuild {
  return {
    at: built.base.at,
    snapshot: built.base.snapshot,
    watermark: built.watermark,
    observed: built.observed,
    members: built.members.map(({ member, days, tables }, index) => ({
      summary: member.definition.name,
      fingerprint: member.plan.fingerprint,
      days,
      tables,
      generation: generations?.[index]?.id ?? null,
      rows: checked.seen.get(member.definition.name)?.rows ?? '0',
      span: checked.seen.get(member.definition.name)?.span ?? null,
    })),
    definition: definition ?? [],
  };
}

/** The newest build of the same days takes the place of older ones, and of too many the oldest go. */
async function letGo({ client, schema, chain, run }: RunContext, newest: string, { days }: PlannedUnit): Promise<void> {
  const older = await readQuarantine(client, schema, `chain = $1 and state = 'open' and q.id <> $2`, [
    chain.head.definition.name,
    newest,
  ]);
  for (const [index, row] of older.entries()) {
    const covered =
      !days ||
      (row.range_from !== null && row.range_to !== null && row.range_from >= days.from && row.range_to <= days.to);
    if (!covered && index < mostKept - 1) continue;
    await settle(client, schema, row, {
      state: 'outdated',
      who: null,
      reason: covered ? outdatedReason.builtAgain(run) : outdatedReason.tooMany,
    });
  }
}

/** Nobody may publish days that are held, so there is nothing to decide about a build of them. */
async function requireNoHold({ client, schema, chain }: RunContext, { days }: PlannedUnit): Promise<void> {
  const head = chain.head.definition.name;
  if (!touchesHeld(await heldDays(client, schema, head), days)) return;
  throw new Held(
    `Days of ${head} are held since a roll-back, so a build of them is not kept. Expected none of them in a refresh. ` +
      'Release them first, then refresh again.',
  );
}

async function requireFence({ client, schema, run, fence }: RunContext): Promise<void> {
  const { rowCount } = await client.query(
    engineDialect(client).holdRow(inSchema(schema, '_fence'), 'run = $1 and fence = $2', 'fence'),
    [run, fence],
  );
  if (rowCount !== 1) throw new Superseded(`A newer attempt has taken over run ${run}; this one keeps nothing.`);
}
