import type { Role } from '#lib/auth/viewer.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import type { Answer } from './types.ts';

/** What a person sees of themselves. */
export type Account = {
  email: string;
  name: string;
  role: Role;
  groups: readonly string[];
  attributes: Record<string, string[]>;
  language: Locale | null;
};

/** The actions of the account page, handed in because components know no actions. */
export type AccountActions = {
  rename: (input: { name: string }) => Promise<Answer<void>>;
  setLanguage: (input: { language: Locale | null }) => Promise<Answer<void>>;
  changePassword: (
    previous: Answer<{ changed: boolean }> | null,
    form: FormData,
  ) => Promise<Answer<{ changed: boolean }>>;
  endSession: (input: { id: string }) => Promise<Answer<void>>;
  endOtherSessions: () => Promise<Answer<void>>;
  createToken: (input: { name: string; days: 7 | 30 | 90 | 365 | null }) => Promise<Answer<{ token: string }>>;
  revokeToken: (input: { id: string }) => Promise<Answer<void>>;
};
