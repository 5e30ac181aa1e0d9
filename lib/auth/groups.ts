import { audit } from '#lib/auth/audit.ts';
import { groupName } from '#lib/definition/dashboard.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** Every group's name, in order. */
export async function listGroups(db: ControlStore): Promise<string[]> {
  const rows = await db.selectFrom('people_group').select('name').orderBy('name').execute();
  return rows.map((row) => row.name);
}

/** Makes a group nobody is in yet. */
export async function addGroup(db: ControlStore, who: string, name: string): Promise<void> {
  if (!groupName.test(name)) {
    throw new PersonError({ message: message('people.groupNameWrong', { name }) });
  }
  await db.transaction().execute(async (trx) => {
    const added = await trx
      .insertInto('people_group')
      .values({ name })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('name')
      .executeTakeFirst();
    if (!added) {
      throw new PersonError({ message: message('people.groupIsThere', { name }), status: 409 });
    }
    await audit(trx, { who, what: 'group.add', detail: { group: name } });
  });
}

/** Removes a group; the people in it stay, and no longer see what only it was shown. */
export async function removeGroup(db: ControlStore, who: string, name: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await requireGroups(trx, [name]);
    await trx.deleteFrom('people_group').where('name', '=', name).execute();
    await audit(trx, { who, what: 'group.remove', detail: { group: name } });
  });
}

/** The groups a person is in, in order of name. */
export async function groupsOf(db: ControlStore, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('group_member')
    .select('group_name')
    .where('person_id', '=', personId)
    .orderBy('group_name')
    .execute();
  return rows.map((row) => row.group_name);
}

/** Puts a person into exactly these groups. */
export async function setGroups(trx: ControlStore, personId: string, groups: readonly string[]): Promise<void> {
  await requireGroups(trx, groups);
  await trx.deleteFrom('group_member').where('person_id', '=', personId).execute();
  if (groups.length === 0) return;
  await trx
    .insertInto('group_member')
    .values(groups.map((group_name) => ({ person_id: personId, group_name })))
    .execute();
}

/** Refuses names of groups that are not there. */
export async function requireGroups(db: ControlStore, names: readonly string[]): Promise<void> {
  const known = await listGroups(db);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new PersonError({ message: message('people.groupIsNotThere', { name: unknown }), status: 404 });
}
