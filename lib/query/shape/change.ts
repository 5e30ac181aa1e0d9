import type { MeasureForm } from '../query.ts';
import type { Cell } from '../result.ts';
import { decimalOf, decimalText, difference, partOf } from './decimal.ts';
import type { ShapedRow } from './shaped-row.ts';

/** As many as PostgreSQL gives a quotient. */
const digitsOfGrowth = 16;

/** Rows whose measures that are asked for as a change say how far they are from the row beside them; none beside, no change. */
export function withChanges(
  rows: readonly ShapedRow[],
  beside: readonly ShapedRow[],
  forms: readonly MeasureForm[],
): readonly ShapedRow[] {
  if (!forms.some(isChange)) return rows;
  return rows.map((row, at) => ({
    ...row,
    values: row.values.map((now, index) => changed(now, beside[at]?.values[index] ?? null, forms[index] ?? 'value')),
  }));
}

function changed(now: Cell, before: Cell, as: MeasureForm): Cell {
  if (!isChange(as)) return now;
  const [a, b] = [decimalOf(now), decimalOf(before)];
  if (!a || !b) return null;
  const change = difference(a, b);
  const found = as === 'change' ? change : partOf(change, b, digitsOfGrowth);
  return found && decimalText(found);
}

function isChange(as: MeasureForm): boolean {
  return as === 'change' || as === 'growth';
}
