import type { Found } from './tree.ts';

/** What a rule knows besides the node it looks at. */
export type Surroundings = {
  /** Whether the statement reads or writes tables of users: it then runs on the compute nodes. */
  usersTables: boolean;
  /** Whether it reads the catalog, which only the leader node can. */
  catalog: boolean;
};

/** Something that PostgreSQL accepts and Redshift does not, or not with the same meaning. */
export type Rule = {
  name: string;
  why: string;
  /** Statements that break the rule, and no other. */
  bad: readonly string[];
  /** Close to them, and right. */
  good: readonly string[];
  breaks: (node: Found, around: Surroundings) => boolean;
};
