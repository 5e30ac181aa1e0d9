import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { findQuarantine, type QuarantineRow } from './kept-build.ts';

/** The record a person has named. */
export async function requireQuarantine(db: Queryable, schema: string, id: string): Promise<QuarantineRow> {
  const row = await findQuarantine(db, schema, id);
  if (!row) throw new PersonError({ message: message('problem.noQuarantine', { id }), status: 404 });
  return row;
}

/** What somebody says to a decision that others will ask about. */
export function requireReason(reason: string): string {
  const said = reason.trim();
  if (said === '') throw new PersonError({ message: message('problem.quarantineReason') });
  return said;
}
