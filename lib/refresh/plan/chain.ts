import { sql } from 'kysely';
import { sourceRows } from '#lib/compile/build.ts';
import { type PhysicalPlan, physicalPlan, storedTypes } from '#lib/compile/physical.ts';
import { statement } from '#lib/compile/statement.ts';
import { DefinitionError, type Problem } from '#lib/definition/problem.ts';
import { findSummary, headOf, type Registry, withDownstream } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { sourceProblems } from '#lib/warehouse/source-problems.ts';
import { isTransient } from '../run/transient.ts';

/** A summary of a chain with how it is stored. */
export type Member = { definition: SummaryDefinition; plan: PhysicalPlan; upstream: Member | null };

/** A summary that reads sources and everything made from its rows, upstream first. They are published together. */
export type Chain = { head: Member; members: Member[] };

/** The chain a summary belongs to, fitted to the types its sources have now. Throws every problem found. */
export async function readChain(db: Queryable, registry: Registry, summary: string): Promise<Chain> {
  const named = findSummary(registry, summary);
  if (!named) {
    const names = registry.summaries.map((each) => each.name).join(', ');
    throw new Error(`There is no summary '${summary}'. Expected one of: ${names}. Check queries/index.ts.`);
  }
  const head = headOf(named);
  const members: Member[] = [];
  const problems: Problem[] = [];
  for (const definition of withDownstream(registry, head)) {
    const upstream = members.find((member) => member.definition === definition.upstream) ?? null;
    if (definition !== head && !upstream) continue;
    const types = upstream ? storedTypes(upstream.plan) : await rowTypes(db, definition);
    const result = physicalPlan(definition, types, upstream?.plan ?? null);
    if (result.ok) members.push({ definition, plan: result.plan, upstream });
    else problems.push(...result.problems);
  }
  const first = members[0];
  if (problems.length > 0 || !first) {
    // What changed in a raw table comes first: that a measure no longer fits only follows from it.
    throw new DefinitionError([...(await sourceProblems(db, head.sources)), ...problems]);
  }
  return { head: first, members };
}

/** The heads of all chains of a registry. */
export function chainHeads(registry: Registry): SummaryDefinition[] {
  return [...new Set(registry.summaries.map(headOf))];
}

/** Asks the warehouse what types the un-aggregated rows have; nothing is read. */
async function rowTypes(db: Queryable, definition: SummaryDefinition): Promise<Record<string, string>> {
  const { text, values } = statement(sql`select * from ${sourceRows(definition)} as r limit 0`);
  const described = await db.query(text, values).catch(async (error: unknown) => {
    // A warehouse that is away, or a table that is locked, says nothing against the definition.
    if (isTransient(error) || (error as { code?: unknown }).code === '55P03') throw error;
    const causes = await sourceProblems(db, definition.sources);
    if (causes.length > 0) throw new DefinitionError(causes);
    throw new DefinitionError([
      {
        place: `${definition.place} › ${definition.name}.from`,
        found: error instanceof Error ? error.message : String(error),
        expected: 'a query that the warehouse understands',
        todo: 'compare the tables and columns it names with those of the warehouse',
      },
    ]);
  });
  const fields = engineDialect(db).rows(
    'f',
    {
      name: { type: 'text', values: described.fields.map((field) => field.name) },
      type: { type: 'bigint', values: described.fields.map((field) => field.dataTypeID) },
      modifier: { type: 'integer', values: described.fields.map((field) => field.dataTypeModifier) },
    },
    1,
  );
  const { rows } = await db.query<{ name: string; type: string }>(
    `select f.name, format_type(f.type::oid, f.modifier) as type from ${fields.text}`,
    fields.values,
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.type]));
}
