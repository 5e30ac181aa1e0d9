import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Role } from '#lib/auth/viewer.ts';
import type { Locale } from '#lib/i18n/locale.ts';

type At = ColumnType<Date, Date | string, Date | string>;
type AtByDefault = ColumnType<Date, Date | string | undefined, Date | string>;
type AtOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** Somebody who may sign in. Emails are stored in lower case; `email` is unique. */
export type PersonTable = {
  id: string;
  email: string;
  name: string;
  role: Role;
  attributes: JSONColumnType<Record<string, string[]>, string | undefined, string>;
  disabled_at: AtOrNull;
  /** What they chose; null follows the browser. */
  language: ColumnType<Locale | null, Locale | null | undefined, Locale | null>;
  /** Up to a minute old. */
  seen_at: AtOrNull;
  created_at: AtByDefault;
};

/** A person's password, apart from `person` so that no `select *` of people can carry it. */
export type PasswordTable = {
  person_id: string;
  /** A PHC string: `$argon2id$v=19$m=19456,t=2,p=1$...`. */
  hash: string;
  changed_at: AtByDefault;
};

/** A signed-in browser. The cookie holds a random token; only its SHA-256 is here. */
export type SessionTable = {
  hash: string;
  /** What a session is ended by, from another browser or by an admin. */
  id: Generated<string>;
  person_id: string;
  created_at: AtByDefault;
  seen_at: AtByDefault;
  expires_at: At;
  user_agent: string | null;
};

/** A personal token for the API. It acts with its person's role; only its SHA-256 is here. */
export type TokenTable = {
  id: string;
  hash: string;
  person_id: string;
  name: string;
  created_at: AtByDefault;
  expires_at: AtOrNull;
  revoked_at: AtOrNull;
  used_at: AtOrNull;
};

/** A named set of people, for dashboards that are not for everybody. */
export type PeopleGroupTable = { name: string; created_at: AtByDefault };

export type GroupMemberTable = { group_name: string; person_id: string };

/** A link that can be used once: with `person_id` it gives them a new password, without one it adds a person. */
export type InvitationTable = {
  id: string;
  /** SHA-256 of the secret in the link, which is stored nowhere. */
  hash: string;
  email: string;
  person_id: string | null;
  role: Role | null;
  groups: JSONColumnType<string[], string | undefined, string>;
  created_by: string;
  created_at: AtByDefault;
  expires_at: At;
  used_at: AtOrNull;
  revoked_at: AtOrNull;
};

/** Who did what. Written by every sign-in, every change of people and every act of an admin. */
export type AuditTable = {
  id: Generated<string>;
  at: AtByDefault;
  who: string;
  what: string;
  detail: JSONColumnType<Record<string, unknown>, string | undefined, string>;
};

/** Attempts counted in the running minute; keys are hashes, for people type passwords into the wrong field. */
export type AttemptTable = {
  key: string;
  started_at: At;
  count: number;
};

export type PeopleTables = {
  person: PersonTable;
  password: PasswordTable;
  session: SessionTable;
  token: TokenTable;
  people_group: PeopleGroupTable;
  group_member: GroupMemberTable;
  invitation: InvitationTable;
  audit: AuditTable;
  attempt: AttemptTable;
};
