import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type At = ColumnType<Date, Date | string, Date | string>;
type AtByDefault = ColumnType<Date, Date | string | undefined, Date | string>;
type AtOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** Somebody who may sign in. Emails are stored in lower case; `email` is unique. */
export type PersonTable = {
  id: string;
  email: string;
  name: string;
  role: 'analyst' | 'scientist' | 'admin';
  attributes: JSONColumnType<Record<string, string[]>, string | undefined, string>;
  disabled_at: AtOrNull;
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
  person_id: string;
  created_at: AtByDefault;
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
  audit: AuditTable;
  attempt: AttemptTable;
};
