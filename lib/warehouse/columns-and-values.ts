import type { Fragment } from './engine-dialect.ts';

/** `(a, b) values ($1, $2)` of a row, and after them columns whose value is an expression. */
export function columnsAndValues(
  row: Readonly<Record<string, unknown>>,
  expressions: Readonly<Record<string, string>> = {},
): Fragment {
  const parameters = Object.keys(row).map((_, index) => `$${index + 1}`);
  const columns = [...Object.keys(row), ...Object.keys(expressions)];
  return {
    text: `(${columns.join(', ')}) values (${[...parameters, ...Object.values(expressions)].join(', ')})`,
    values: Object.values(row),
  };
}
