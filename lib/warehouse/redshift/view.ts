import type { Generation } from '#lib/compile/stored.ts';
import { inSchema, quoted } from '../name.ts';

/**
 * The view of a summary for SQL users in Redshift: what is served now. A session cannot ask for an older epoch there, for a
 * setting is known to the leader node alone.
 */
export function currentView(schema: string, generations: readonly Generation[]): string {
  const served = generations.at(-1);
  const rows = served?.relations.find((relation) => relation.name === 'rows');
  if (!served || !rows) throw new Error('A view needs a published generation.');
  const ratios = served.ratios.map(({ name, numerator, denominator, scale }) => {
    const [over, under] = [numerator, denominator].map((part) => `cast(${quoted(part)} as double precision)`);
    // An exact division would keep as few as four digits there.
    const value = `cast(${over} / nullif(${under}, 0) as numeric(38,10))`;
    return `${scale === null ? value : `round(${value}, ${scale})`} as ${quoted(name)}`;
  });
  const columns = [...rows.columns.map((column) => quoted(column.name)), ...ratios].join(', ');
  return `select ${columns} from ${inSchema(schema, rows.current)}`;
}
