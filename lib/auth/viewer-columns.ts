import { sql } from 'kysely';

/** The columns of `person` that make a viewer, for a statement that reads `person`. */
export const viewerColumns = ['person.id', 'person.email', 'person.name', 'person.role', 'person.attributes'] as const;

/** The groups of the person in the statement's `person`. */
export const groupsOfPerson = sql<string[]>`array(
  select member.group_name from summa_control.group_member member
  where member.person_id = person.id order by member.group_name)`;
