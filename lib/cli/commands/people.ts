import { parseArgs } from 'node:util';
import { randomPassword } from '#lib/auth/password.ts';
import { addPerson, listPeople, setDisabled, setPassword, setRole } from '#lib/auth/people.ts';
import { type Role, roles } from '#lib/auth/viewer.ts';
import type { Environment } from '#lib/environment.ts';
import { PersonError } from '#lib/problem.ts';
import { type ControlStore, closeControlStore, controlStore } from '#lib/store/connect.ts';

const usage = [
  'people list',
  'people add --email EMAIL --role analyst|scientist|admin [--name NAME] [--attribute countries=KR,JP]...',
  'people role --email EMAIL --role ROLE',
  'people password --email EMAIL',
  'people disable --email EMAIL',
  'people enable --email EMAIL',
].join('\n');

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
export const command = {
  name: 'people',
  summary: 'add, list and change the people who may sign in',
  usage,
  run: async (args: string[], { environment }: { environment: Environment }): Promise<number> => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        email: { type: 'string' },
        role: { type: 'string' },
        name: { type: 'string' },
        attribute: { type: 'string', multiple: true },
      },
    });
    const verb = positionals[0] ?? '';
    const act = Object.hasOwn(acts, verb) ? acts[verb] : undefined;
    const email = values.email && /^[^@\s]+@[^@\s]+$/.test(values.email) ? values.email : undefined;
    if (verb !== 'list' && (!act || !email)) {
      process.stderr.write(`Usage, each after \`npm run summa --\`:\n${usage}\n`);
      return 2;
    }
    const db = controlStore(environment.controlUrl);
    try {
      const options = { role: values.role, name: values.name, attributes: values.attribute ?? [] };
      process.stdout.write(`${act && email ? await act(db, { email, ...options }) : await listed(db)}\n`);
      return 0;
    } finally {
      await closeControlStore(environment.controlUrl);
    }
  },
};

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
  throw new PersonError({
    found: role === undefined ? 'No role was given.' : `There is no role ${role}.`,
    expected: `One of ${roles.join(', ')}.`,
    todo: 'Add for example --role analyst.',
  });
}

/** `countries=KR,JP` once for each attribute. */
function attributesFrom(texts: string[]): Record<string, string[]> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, key, values] = /^([a-z][a-z0-9_]*)=(.+)$/i.exec(text) ?? [];
      if (key && values) return [key, values.split(',').map((value) => value.trim())];
      throw new PersonError({
        found: `The attribute ${text} was not understood.`,
        expected: 'A name, = and values with commas between them.',
        todo: 'Write for example --attribute countries=KR,JP.',
      });
    }),
  );
}
