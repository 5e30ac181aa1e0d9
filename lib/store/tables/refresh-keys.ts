import type { ColumnType } from 'kysely';

/** An `Idempotency-Key` of a caller, what was sent with it, and the run it made. */
export type RefreshKeyTable = {
  /** The person's id: another person's equal key is another key. */
  who: string;
  key: string;
  body_hash: string;
  /** Null only inside the transaction that makes the run. */
  run: string | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
};

export type RefreshKeyTables = { refresh_key: RefreshKeyTable };
