import { inputsOf } from '#lib/definition/check-measures.ts';
import { message } from '#lib/i18n/message.ts';
import { fromJson } from '#lib/warehouse/from-json.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Member } from '../plan/chain.ts';
import { type Checked, checkResult, countOf } from './check-result.ts';

/** A column that would be stored with another type, because a column of the rows it is made from has one. */
type Retyped = { column: string; before: string; after: string; input: string; was: string; is: string };

/**
 * A build of everything gets the types its sources have now. That a source turned a number into a text is a mistake more
 * often than not, so somebody has to look; a definition that asks for other types needs nobody.
 */
export async function checkTypes(
  db: Queryable,
  schema: string,
  member: Member,
  served: ServedGeneration | undefined,
): Promise<Checked[]> {
  if (!served || served.fingerprint === member.plan.fingerprint) return [];
  const { rows } = await db.query<{ types: Record<string, string> | string | null }>(
    `select row_types as types from ${inSchema(schema, '_generation')} where id = $1`,
    [served.id],
  );
  const types = rows[0]?.types;
  if (!types) return [];
  const found = retyped(member, served, fromJson(types));
  const first = found[0];
  return [
    checkResult({
      check: 'types',
      name: message('check.types'),
      summary: member.definition.name,
      passed: !first,
      severity: 'block',
      measured: countOf(String(found.length)),
      problem: message('check.retyped', { ...first }),
    }),
  ];
}

/** Stored columns whose type changes with that of the column they are made from. */
export function retyped(
  { definition, plan }: Pick<Member, 'definition' | 'plan'>,
  served: Pick<ServedGeneration, 'relations'>,
  types: Readonly<Record<string, string>>,
): Retyped[] {
  const before = served.relations.find((relation) => relation.name === 'rows')?.columns ?? [];
  return (plan.relations[0]?.columns ?? []).flatMap(({ name, sqlType, partOf }): Retyped[] => {
    const was = before.find((column) => column.name === name)?.sqlType;
    if (was === undefined || was === sqlType) return [];
    const measure = definition.columns[partOf ?? name];
    const inputs = measure ? inputsOf(measure) : [definition.grain[name]?.from ?? name];
    return inputs.flatMap((input): Retyped[] => {
      const [old, now] = [types[input], plan.rowTypes[input]];
      if (old === undefined || now === undefined || old === now) return [];
      return [{ column: name, before: was, after: sqlType, input, was: old, is: now }];
    });
  });
}
