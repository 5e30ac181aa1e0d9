import type { Message } from '#lib/i18n/message.ts';

/** How late rows of a source are noticed, from the surest to not at all. */
export type Tier = 'exact' | 'manifest' | 'cursor' | 'window' | 'none';

/** The tier of one source of a summary, and whether what it needs is there. */
export type SourceTier = {
  source: string;
  table: string;
  tier: Tier;
  state: 'ok' | 'broken' | 'not set up';
  /** What is missing, or what a change of this source costs the summary; null when there is nothing to say. */
  why: Message | null;
};
