import { sql } from 'kysely';
import { listInvitations } from '#lib/auth/invitations.ts';
import type { GroupView, PeopleView, PersonView } from '#lib/auth/people-types.ts';
import { groupsOfPerson } from '#lib/auth/viewer-columns.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** Everybody, the open invitations and the groups. */
export async function peopleView(db: ControlStore, registry: Registry): Promise<PeopleView> {
  const [people, invitations, groups] = await Promise.all([
    listPersons(db),
    listInvitations(db),
    listGroupViews(db, registry),
  ]);
  const limited = registry.summaries.flatMap((summary) => Object.values(summary.access));
  const attributes = [...new Set(limited.map((reference) => reference.attribute))].sort();
  return { people, invitations, groups, attributes, now: new Date().toISOString() };
}

async function listPersons(db: ControlStore): Promise<PersonView[]> {
  const rows = await db
    .selectFrom('person')
    .select(['person.id', 'email', 'name', 'role', 'attributes', 'seen_at', 'disabled_at'])
    .select(groupsOfPerson.as('groups'))
    .select(
      sql<number>`(select count(*)::int from summa_control.session s
        where s.person_id = person.id and s.expires_at > now())`.as('sessions'),
    )
    .select(
      sql<number>`(select count(*)::int from summa_control.token t
        where t.person_id = person.id and t.revoked_at is null
          and (t.expires_at is null or t.expires_at > now()))`.as('tokens'),
    )
    .orderBy('email')
    .execute();
  return rows.map((row) => ({
    email: row.email,
    name: row.name,
    role: row.role,
    groups: row.groups,
    attributes: row.attributes,
    seenAt: row.seen_at?.toISOString() ?? null,
    disabled: row.disabled_at !== null,
    sessions: row.sessions,
    tokens: row.tokens,
  }));
}

async function listGroupViews(db: ControlStore, registry: Registry): Promise<GroupView[]> {
  const rows = await db
    .selectFrom('people_group')
    .leftJoin('group_member', 'group_member.group_name', 'people_group.name')
    .select('people_group.name')
    .select((eb) => eb.fn.count<string>('group_member.person_id').as('members'))
    .groupBy('people_group.name')
    .execute();
  const members = new Map(rows.map((row) => [row.name, Number(row.members)]));
  const named = registry.dashboards.flatMap((dashboard) => dashboard.visibleTo ?? []);
  return [...new Set([...members.keys(), ...named])].sort().map((name) => ({
    name,
    exists: members.has(name),
    members: members.get(name) ?? 0,
    dashboards: registry.dashboards
      .filter((dashboard) => dashboard.visibleTo?.includes(name))
      .map((dashboard) => dashboard.title),
  }));
}
