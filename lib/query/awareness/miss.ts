import type { Days } from '#lib/calendar/day.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { Query } from '#lib/query/query.ts';

/** A question with its days, as it is tried on a summary. */
export type Asked = { readonly query: Query; readonly days: Days | null; readonly compared: Days | null };

/** Why a summary cannot answer, and the nearest question that this reason does not stand against. */
export type Miss = { readonly reason: Message; readonly way: Way | null };

/** A step to another question, said as a request: "Ask by month instead of by week." */
export type Way = {
  readonly said: Message;
  readonly asked: Asked;
  /** How much of the question is lost: wider days and totals that are left out less than a column. */
  readonly loss: 1 | 2;
};
