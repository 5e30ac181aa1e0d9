import pg from 'pg';

/** A name as SQL text: `"daily_sales"`. Names come from definitions and from Summa itself, never from a request. */
export function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}

/** `"summa"."_epoch"`. */
export function inSchema(schema: string, table: string): string {
  return `${quoted(schema)}.${quoted(table)}`;
}

/** A text as an SQL literal, where a statement takes no parameters. */
export function literal(text: string): string {
  return pg.escapeLiteral(text);
}
