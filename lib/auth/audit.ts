import type { ControlStore } from '#lib/store/connect.ts';

/** Something worth remembering. `who` is an email, or `system` and `command line` when no person was signed in. */
export type AuditEntry = { who: string; what: string; detail?: Record<string, unknown> };

/** Adds a row to the audit log. Call it inside the transaction of the change, so that neither exists without the other. */
export async function audit(db: ControlStore, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ who: entry.who, what: entry.what, detail: JSON.stringify(entry.detail ?? {}) })
    .execute();
}
