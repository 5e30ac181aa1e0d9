import { type PhysicalPlan, physicalPlan, storedTypes } from '#lib/compile/physical.ts';
import { definitionOf } from '#lib/definition/summary.ts';
import type { Member } from '../plan/chain.ts';
import { daily, monthly } from './shop.ts';

const rowTypes = {
  ordered_at: 'timestamp with time zone',
  country: 'text',
  amount: 'double precision',
  customer_id: 'bigint',
};

/** The chain of the shop as it is planned from the types of its table, without a warehouse. */
export function shopMembers(): Member[] {
  const head = definitionOf(daily);
  const headPlan = planOf(physicalPlan(head, rowTypes));
  const upstream: Member = { definition: head, plan: headPlan, upstream: null };
  const below = definitionOf(monthly);
  return [
    upstream,
    { definition: below, plan: planOf(physicalPlan(below, storedTypes(headPlan), headPlan)), upstream },
  ];
}

function planOf(result: ReturnType<typeof physicalPlan>): PhysicalPlan {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}
