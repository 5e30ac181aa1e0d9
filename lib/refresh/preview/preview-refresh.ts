import { findSummary, headOf, type Registry } from '#lib/definition/registry.ts';
import { message } from '#lib/i18n/message.ts';
import { downstreamOf } from '#lib/lineage/downstream.ts';
import { PersonError } from '#lib/problem.ts';
import { type Base, readBase } from '../build/base.ts';
import { type Chain, readChain } from '../plan/chain.ts';
import { readPlan } from '../plan/make-plan.ts';
import { heldDays } from '../roll-back/hold.ts';
import type { Engine } from '../run/engine.ts';
import { afterAllRuns } from './after-all-runs.ts';
import { allDays } from './all-days.ts';
import { buildCost } from './build-cost.ts';
import { columnChange } from './column-changes.ts';
import { estimate } from './estimate.ts';
import { partitionCount, plannedDays } from './planned-days.ts';
import type { ColumnChange, PreviewWish, RefreshPreview } from './preview-types.ts';
import { inWords, quickRead } from './quick-read.ts';
import { readHistory } from './read-history.ts';

type Given = { store: Engine['store']; environment: Pick<Engine['environment'], 'warehouseUrl' | 'schema'> };

/**
 * What a refresh would do, by the planner a run uses. Reads only, and soon gives up where a run would wait for a lock:
 * then the cost is not told, or, where nothing can be planned, a sentence says so.
 */
export async function previewRefresh(given: Given, registry: Registry, wish: PreviewWish): Promise<RefreshPreview> {
  const { store, environment } = given;
  const summary = findSummary(registry, wish.summary);
  if (!summary) throw noSuchSummary(registry, wish.summary);
  const { warehouseUrl, schema } = environment;
  const head = headOf(summary).name;
  const run = { mode: wish.mode, range: wish.range, chain: head, id: afterAllRuns };
  const { chain, base, plan, holds } = await quickRead(warehouseUrl, async (db) => {
    const chain = await readChain(db, registry, head);
    return {
      chain,
      base: await readBase(db, schema, chain),
      plan: await readPlan(db, store, schema, chain, run),
      holds: await heldDays(db, schema, head),
    };
  }).catch((error: unknown) => Promise.reject(inWords(error, head)));

  const by = chain.head.plan.partition?.by ?? null;
  const kind = plan.kind === 'full' ? 'full' : 'incremental';
  const { joined, ...days } = plannedDays(plan.units);
  const partitions = kind === 'full' && by ? (base.built.get(head) ?? []).length : partitionCount(plan.units, by);
  const history = await readHistory(store, head, kind, by);
  const whole = plan.units.some((unit) => unit.days === null);
  return {
    kind,
    why: plan.why,
    ...(plan.because && { because: plan.because }),
    units: plan.units.length,
    partitions,
    ...days,
    held: holds.map((held) => held ?? allDays),
    estimate: estimate(history, partitionCount(plan.units, by)),
    cost: await buildCost(warehouseUrl, chain, whole ? null : joined),
    columns: kind === 'full' ? columnChanges(chain, base) : [],
    downstream: shown(registry, head),
  };
}

function columnChanges(chain: Chain, base: Base): ColumnChange[] {
  return chain.members.flatMap(({ definition, plan }) => {
    const served = base.served.get(definition.name);
    const change = served && served.fingerprint !== plan.fingerprint && columnChange(definition.name, served, plan);
    return change ? [change] : [];
  });
}

function shown(registry: Registry, head: string): RefreshPreview['downstream'] {
  const { summaries, dashboards } = downstreamOf(registry, head);
  return { summaries, dashboards: dashboards.map(({ name, title }) => ({ name, title })) };
}

function noSuchSummary(registry: Registry, name: string): PersonError {
  const known = registry.summaries.map((each) => each.name).join(', ');
  return new PersonError({ message: message('problem.noSummary', { name, known }), status: 404 });
}
