import type { Message } from '#lib/i18n/message.ts';
import type { RefreshRange } from '../view/overview-types.ts';

/** Days that no refresh publishes until somebody lets go of them. */
export type HoldView = {
  id: string;
  /** The head of the chain. */
  summary: string;
  /** Null: all days. */
  range: RefreshRange | null;
  /** The epoch of the roll-back. */
  epoch: number;
  /** The epoch that was undone. */
  undone: number;
  who: string;
  reason: string | null;
  at: string;
};

/** What undoing an epoch would do. Nothing is changed by asking. */
export type RollBackPreview = {
  epoch: number;
  /** Each summary the epoch published, and how many rows differ between now and before the epoch in these days. */
  summaries: { summary: string; range: RefreshRange | null; opened: string; closed: string }[];
  /** Later epochs on the same days, which are undone too; the newest first. */
  alsoUndoes: number[];
  /** Why it cannot be undone, or null. */
  refusal: Message | null;
};
