import type { Message } from '#lib/i18n/message.ts';
import type { Query } from './query.ts';

export type ParsedQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly message: Message };
