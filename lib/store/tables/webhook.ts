import type { ColumnType, Generated } from 'kysely';

type AtByDefault = ColumnType<Date, Date | string | undefined, Date | string>;

/** Where admins are told of failed runs: at most one row. */
export type WebhookTable = {
  singleton: Generated<boolean>;
  url: string;
  /** `whsec_` and a key in base64; the receiver needs it as it is. */
  secret: string;
  changed_by: string;
  created_at: AtByDefault;
};

/** One message. `body` never changes: every attempt sends the same bytes under the same id. */
export type WebhookDeliveryTable = {
  id: string;
  run: string;
  event: string;
  body: string;
  state: Generated<'waiting' | 'delivered' | 'given up'>;
  attempts: Generated<number>;
  next_at: AtByDefault;
  /** What the last attempt was answered, in a sentence. */
  answer: string | null;
  created_at: AtByDefault;
};

export type WebhookTables = { webhook: WebhookTable; webhook_delivery: WebhookDeliveryTable };
