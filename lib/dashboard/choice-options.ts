import { choiceValuesQuery } from '#lib/compile/choice-values.ts';
import type { Scope } from '#lib/compile/scope.ts';
import { type Asking, askedAt, askedRows } from '#lib/query/asked-rows.ts';
import { choiceId } from '#lib/query/choice-id.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';

/** The values a viewer can choose from, those with most rows first. */
export type ChoiceOptions = { options: { value: string; count: string }[]; truncated: boolean };

export const mostOptions = 1_000;

export async function choiceOptions(
  asking: Asking,
  generation: ServedGeneration,
  name: string,
  scope: Scope,
): Promise<ChoiceOptions> {
  const at = askedAt(asking, generation, scope);
  const rows = await askedRows(asking, { at, question: `options ${name}` }, (each) =>
    choiceValuesQuery(name, mostOptions + 1, each),
  );
  const options = rows.slice(0, mostOptions).map(([cell, count]) => ({
    value: choiceId(cell === null ? null : String(cell)),
    count: String(count),
  }));
  return { options, truncated: rows.length > mostOptions };
}
