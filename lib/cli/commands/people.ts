import { parseArgs } from 'node:util';
import { addGroup, groupsOf, listGroups, removeGroup } from '#lib/auth/groups.ts';
import {
  invitationDays,
  invitationUrl,
  invite,
  listInvitations,
  passwordLink,
  revokeInvitation,
} from '#lib/auth/invitations.ts';
import { randomPassword } from '#lib/auth/password.ts';
import {
  addPerson,
  changePerson,
  listPeople,
  normalEmail,
  personByEmail,
  setDisabled,
  setPassword,
  setRole,
} from '#lib/auth/people.ts';
import { endSessions } from '#lib/auth/session.ts';
import { type Role, roles } from '#lib/auth/viewer.ts';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { type ControlStore, closeControlStore, controlStore } from '#lib/store/connect.ts';

const who = 'command line';

type Options = {
  email: string;
  role: string | undefined;
  name: string | undefined;
  attributes: string[];
  groups: string[];
  appUrl: string;
};

const linkTerms = `which is shown only now and works once, within ${invitationDays} days`;

/** What is done to a person. */
const acts: Record<string, (db: ControlStore, options: Options) => Promise<string>> = {
  add: async (db, { email, role, name, attributes }) => {
    const password = randomPassword();
    const person = { email, name: name ?? email.split('@')[0] ?? email, role: roleNamed(role), password };
    await addPerson(db, who, { ...person, attributes: attributesFrom(attributes) });
    return `${email} can sign in with this password, which is shown only now: ${password}`;
  },
  invite: async (db, { email, role, groups, appUrl }) => {
    const { secret } = await invite(db, who, { email, role: roleNamed(role), groups });
    return `${email} can choose a password by this link, ${linkTerms}: ${invitationUrl(appUrl, secret)}`;
  },
  revoke: async (db, { email }) => {
    const open = (await listInvitations(db)).filter((one) => one.email === normalEmail(email));
    for (const { id } of open) await revokeInvitation(db, who, id);
    return open.length > 0 ? `The link of ${email} no longer works.` : `${email} has no open link.`;
  },
  groups: async (db, { email, groups }) => {
    await changePerson(db, who, email, { groups });
    return `${email} is in ${groups.length > 0 ? `the groups ${groups.join(', ')}` : 'no group'}.`;
  },
  attributes: async (db, { email, attributes }) => {
    await changePerson(db, who, email, { attributes: attributesFrom(attributes) });
    return `${email} has the attributes ${attributes.join(' ') || '(none)'}.`;
  },
  'password-link': async (db, { email, appUrl }) => {
    const { secret } = await passwordLink(db, who, email);
    return `${email} can choose a new password by this link, ${linkTerms}: ${invitationUrl(appUrl, secret)}`;
  },
  'sign-out': async (db, { email }) => {
    await endSessions(db, who, (await personByEmail(db, email)).id);
    return `${email} is signed out everywhere.`;
  },
  role: async (db, { email, role }) => {
    await setRole(db, who, email, roleNamed(role));
    return `${email} is now ${role}.`;
  },
  password: async (db, { email }) => {
    const password = randomPassword();
    await setPassword(db, who, email, password);
    return `${email} can sign in with this password, which is shown only now: ${password}`;
  },
  disable: async (db, { email }) => {
    await setDisabled(db, who, email, true);
    return `${email} is signed out everywhere and cannot sign in.`;
  },
  enable: async (db, { email }) => {
    await setDisabled(db, who, email, false);
    return `${email} can sign in again.`;
  },
};

/** What needs no person. */
const others: Record<string, (db: ControlStore, groups: string[]) => Promise<string>> = {
  list: listed,
  'add-group': async (db, groups) => {
    for (const group of groups) await addGroup(db, who, group);
    return listedGroups(db);
  },
  'remove-group': async (db, groups) => {
    for (const group of groups) await removeGroup(db, who, group);
    return listedGroups(db);
  },
};

async function listedGroups(db: ControlStore): Promise<string> {
  return `The groups are now: ${(await listGroups(db)).join(', ') || '(none)'}`;
}

/** Adds, lists and changes the people who may sign in. */
export const command: Command = {
  summary: 'add, list and change the people who may sign in',
  usage:
    'people list | add --email EMAIL --role ROLE [--name NAME] [--attribute countries=KR,JP] | ' +
    'invite --email EMAIL --role ROLE [--group NAME ...] | revoke --email EMAIL | role --email EMAIL --role ROLE | ' +
    'groups --email EMAIL [--group NAME ...] | attributes --email EMAIL [--attribute countries=KR,JP ...] | ' +
    'password|password-link|sign-out|disable|enable --email EMAIL | add-group|remove-group --group NAME',
  async run(args, { environment, print }) {
    const { verb, email, ...options } = optionsOf(args);
    const act = Object.hasOwn(acts, verb) ? acts[verb] : undefined;
    const other = Object.hasOwn(others, verb) ? others[verb] : undefined;
    if (!act && !other) throw new UsageError(`There is nothing called "people ${verb}".`);
    if (act && !/^[^@\s]+@[^@\s]+$/.test(email)) throw new UsageError(`"people ${verb}" needs --email with an email.`);
    if (/-group$/.test(verb) && options.groups.length === 0) throw new UsageError(`"people ${verb}" needs --group.`);
    const db = controlStore(environment.controlUrl);
    try {
      if (act) print(await act(db, { email, ...options, appUrl: environment.appUrl }));
      else if (other) print(await other(db, options.groups));
    } finally {
      await closeControlStore(environment.controlUrl);
    }
  },
};

function optionsOf(args: string[]): Omit<Options, 'appUrl'> & { verb: string } {
  const string = { type: 'string' } as const;
  const many = { type: 'string', multiple: true } as const;
  const options = { email: string, role: string, name: string, attribute: many, group: many } as const;
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const { email = '', role, name, attribute = [], group = [] } = values;
    return { verb: positionals.join(' '), email, role, name, attributes: attribute, groups: group };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function listed(db: ControlStore): Promise<string> {
  const people = await listPeople(db);
  const lines: string[] = [];
  for (const person of people) {
    const groups = await groupsOf(db, person.id);
    const facts = [
      ...Object.entries(person.attributes).map(([key, values]) => `${key}=${values.join(',')}`),
      groups.length > 0 ? `groups: ${groups.join(', ')}` : '',
      person.disabled_at ? 'disabled' : '',
    ];
    lines.push([person.email, person.role, person.name, ...facts.filter(Boolean)].join('\t'));
  }
  for (const { email, role, expiresAt } of await listInvitations(db)) {
    if (role) lines.push([email, role, `invited, until ${expiresAt}`].join('\t'));
  }
  return lines.length > 0 ? lines.join('\n') : 'Nobody yet.';
}

function roleNamed(role: string | undefined): Role {
  const known = roles.find((one) => one === role);
  if (known) return known;
  const found = role === undefined ? 'No role was given.' : `There is no role ${role}.`;
  throw new UsageError(`${found} Expected --role with one of ${roles.join(', ')}.`);
}

/** `countries=KR,JP` once for each attribute. */
function attributesFrom(texts: string[]): Record<string, string[]> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, key, values] = /^([a-z][a-z0-9_]*)=(.+)$/i.exec(text) ?? [];
      if (key && values) return [key, values.split(',').map((value) => value.trim())];
      throw new UsageError(`The attribute ${text} was not understood. Expected for example countries=KR,JP.`);
    }),
  );
}
