import type { Role } from '#lib/auth/viewer.ts';

/** A person as the admin page shows them. */
export type PersonView = {
  email: string;
  name: string;
  role: Role;
  groups: string[];
  attributes: Record<string, string[]>;
  seenAt: string | null;
  disabled: boolean;
  sessions: number;
  tokens: number;
};

/** A group, or a name that dashboards use for one that is not there: then they are only the admins'. */
export type GroupView = { name: string; exists: boolean; members: number; dashboards: string[] };

/** An invitation nobody has used yet, as admins see it. */
export type InvitationView = {
  id: string;
  email: string;
  /** Null for a link by which somebody who is here chooses a new password. */
  role: Role | null;
  groups: string[];
  createdBy: string;
  createdAt: string;
  expiresAt: string;
};

export type PeopleView = {
  people: PersonView[];
  invitations: InvitationView[];
  groups: GroupView[];
  /** What definitions ask of people to limit rows: `countries` for `access: { country: viewer.countries }`. */
  attributes: string[];
  /** Against which times are told. */
  now: string;
};

/** A signed-in browser as its person and admins see it, without its token. */
export type SessionView = {
  id: string;
  createdAt: string;
  /** Up to a minute old. */
  seenAt: string;
  userAgent: string | null;
  /** The one that asks. */
  current: boolean;
};

/** A personal token as its person sees it, without its secret. */
export type TokenView = {
  id: string;
  name: string;
  createdAt: string;
  expiresAt: string | null;
  usedAt: string | null;
};
