/** What a person may do: analysts read dashboards, scientists also take data away, admins do everything. */
export type Role = 'analyst' | 'scientist' | 'admin';

export const roles = ['analyst', 'scientist', 'admin'] as const satisfies readonly Role[];

/** The signed-in person, as every read and every action knows them. */
export type Viewer = {
  id: string;
  email: string;
  name: string;
  role: Role;
  /** Lists of values that limit which rows they read: `{ countries: ['KR', 'JP'] }`. */
  attributes: Record<string, string[]>;
  /** The groups they are in, for dashboards that are not for everybody. */
  groups: readonly string[];
};
