import { parseArgs } from 'node:util';
import { randomPassword } from '#lib/auth/password.ts';
import { addPerson, listPeople, setDisabled, setPassword, setRole } from '#lib/auth/people.ts';
import { type Role, roles } from '#lib/auth/viewer.ts';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { type ControlStore, closeControlStore, controlStore } from '#lib/store/connect.ts';

const who = 'command line';

type Options = { email: string; role: string | undefined; name: string | undefined; attributes: string[] };

const acts: Record<string, (db: ControlStore, options: Options) => Promise<string>> = {
  add: async (db, { email, role, name, attributes }) => {
    const password = randomPassword();
    const person = { email, name: name ?? email.split('@')[0] ?? email, role: roleNamed(role), password };
    await addPerson(db, who, { ...person, attributes: attributesFrom(attributes) });
    return `${email} can sign in with this password, which is shown only now: ${password}`;
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

/** Adds, lists and changes the people who may sign in. */
export const command: Command = {
  summary: 'add, list and change the people who may sign in',
  usage:
    'people list | add --email EMAIL --role ROLE [--name NAME] [--attribute countries=KR,JP] | ' +
    'role --email EMAIL --role ROLE | password|disable|enable --email EMAIL',
  async run(args, { environment, print }) {
    const { verb, email, ...options } = optionsOf(args);
    const act = Object.hasOwn(acts, verb) ? acts[verb] : undefined;
    if (verb !== 'list' && !act) throw new UsageError(`There is nothing called "people ${verb}".`);
    if (act && !/^[^@\s]+@[^@\s]+$/.test(email)) throw new UsageError(`"people ${verb}" needs --email with an email.`);
    const db = controlStore(environment.controlUrl);
    try {
      print(act ? await act(db, { email, ...options }) : await listed(db));
    } finally {
      await closeControlStore(environment.controlUrl);
    }
  },
};

function optionsOf(args: string[]): Options & { verb: string } {
  const string = { type: 'string' } as const;
  const options = { email: string, role: string, name: string, attribute: { type: 'string', multiple: true } } as const;
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const { email = '', role, name, attribute = [] } = values;
    return { verb: positionals.join(' '), email, role, name, attributes: attribute };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function listed(db: ControlStore): Promise<string> {
  const people = await listPeople(db);
  const lines = people.map((person) => {
    const attributes = Object.entries(person.attributes).map(([key, values]) => `${key}=${values.join(',')}`);
    return [person.email, person.role, person.name, ...attributes, person.disabled_at ? 'disabled' : '']
      .join('\t')
      .trimEnd();
  });
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
