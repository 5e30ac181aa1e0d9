import type { SessionView } from '#lib/auth/people-types.ts';
import type { Role } from '#lib/auth/viewer.ts';

/** What an action answers. */
export type Answer<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: 'unauthenticated' | 'forbidden' | 'invalid' | 'failed'; message: string };

type Act<Input, Value = void> = (input: Input) => Promise<Answer<Value>>;

/** A link that is shown this once. */
export type ShownLink = { link: string; expiresAt: string };

/** The actions of the page People, handed in because components know no actions. */
export type PeopleActions = {
  invite: Act<{ email: string; role: Role; groups: string[] }, ShownLink>;
  revokeInvitation: Act<{ id: string }>;
  change: Act<{ email: string; role: Role; groups: string[]; attributes: Record<string, string[]> }>;
  setDisabled: Act<{ email: string; disabled: boolean }>;
  passwordLink: Act<{ email: string }, ShownLink>;
  sessions: Act<{ email: string }, { sessions: SessionView[]; now: string }>;
  endSession: Act<{ email: string; id: string }>;
  addGroup: Act<{ name: string }>;
  removeGroup: Act<{ name: string }>;
};
