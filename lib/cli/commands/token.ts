import { parseArgs } from 'node:util';
import { createToken } from '#lib/auth/tokens.ts';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';

/** Prints a new personal token and nothing else, so that `TOKEN=$(npm run -s summa -- token ...)` works. */
export const command: Command = {
  summary: 'make a personal token for the API',
  usage: 'token --user EMAIL --name NAME [--days N]',
  async run(args, { environment, print }) {
    const { user, name, days } = optionsOf(args);
    if (!user || !name) throw new UsageError('A token needs the email of its person and a name.');
    if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days)) {
      throw new UsageError(`--days ${days} is not a number of days from 1 to 9999.`);
    }
    try {
      const token = { email: user, name, days: days === undefined ? undefined : Number(days) };
      print(await createToken(controlStore(environment.controlUrl), 'command line', token));
    } finally {
      await closeControlStore(environment.controlUrl);
    }
  },
};

function optionsOf(args: string[]) {
  const options = { user: { type: 'string' }, name: { type: 'string' }, days: { type: 'string' } } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
