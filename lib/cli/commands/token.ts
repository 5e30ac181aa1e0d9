import { parseArgs } from 'node:util';
import { personByEmail } from '#lib/auth/people.ts';
import { createToken, listTokens, revokeToken } from '#lib/auth/tokens.ts';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { type ControlStore, closeControlStore, controlStore } from '#lib/store/connect.ts';

const who = 'command line';

/** Prints a new personal token and nothing else, so that `TOKEN=$(npm run -s summa -- token ...)` works; lists and revokes. */
export const command: Command = {
  summary: 'make, list and revoke personal tokens for the API',
  usage: 'token --user EMAIL --name NAME [--days N] | token list --user EMAIL | token revoke --user EMAIL --name NAME',
  async run(args, { environment, print }) {
    const { verb, user, name, days } = optionsOf(args);
    if (!['', 'list', 'revoke'].includes(verb)) throw new UsageError(`There is nothing called "token ${verb}".`);
    if (!user || (!name && verb !== 'list')) {
      throw new UsageError('A token needs the email of its person and a name.');
    }
    if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days)) {
      throw new UsageError(`--days ${days} is not a number of days from 1 to 9999.`);
    }
    const db = controlStore(environment.controlUrl);
    try {
      if (verb === 'list') print(await listed(db, user));
      else if (verb === 'revoke') print(await revoked(db, user, name ?? ''));
      else {
        const token = { email: user, name: name ?? '', days: days === undefined ? undefined : Number(days) };
        print(await createToken(db, who, token));
      }
    } finally {
      await closeControlStore(environment.controlUrl);
    }
  },
};

async function listed(db: ControlStore, email: string): Promise<string> {
  const tokens = await listTokens(db, (await personByEmail(db, email)).id);
  const lines = tokens.map(({ name, expiresAt, usedAt }) =>
    [name, `expires ${expiresAt ?? 'never'}`, `used ${usedAt ?? 'never'}`].join('\t'),
  );
  return lines.length > 0 ? lines.join('\n') : `${email} has no token.`;
}

async function revoked(db: ControlStore, email: string, name: string): Promise<string> {
  const person = await personByEmail(db, email);
  const tokens = (await listTokens(db, person.id)).filter((token) => token.name === name);
  for (const { id } of tokens) await revokeToken(db, who, person.id, id);
  return tokens.length > 0 ? `The token ${name} of ${email} no longer works.` : `${email} has no token ${name}.`;
}

function optionsOf(args: string[]) {
  const options = { user: { type: 'string' }, name: { type: 'string' }, days: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { ...values, verb: positionals.join(' ') };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
