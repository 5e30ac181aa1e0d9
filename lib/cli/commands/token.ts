import { parseArgs } from 'node:util';
import { createToken } from '#lib/auth/tokens.ts';
import type { Environment } from '#lib/environment.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';

const usage = 'token --user EMAIL --name NAME [--days N]';

/** Prints a new personal token and nothing else, so that `TOKEN=$(npm run -s summa -- token ...)` works. */
export const command = {
  name: 'token',
  summary: 'make a personal token for the API',
  usage,
  run: async (args: string[], { environment }: { environment: Environment }): Promise<number> => {
    const { values } = parseArgs({
      args,
      options: { user: { type: 'string' }, name: { type: 'string' }, days: { type: 'string' } },
    });
    const days = values.days === undefined ? undefined : Number(values.days);
    if (!values.user || !values.name || (days !== undefined && !(Number.isInteger(days) && days > 0 && days <= 3650))) {
      process.stderr.write(`Usage: npm run -s summa -- ${usage}\n`);
      return 2;
    }
    try {
      const token = { email: values.user, name: values.name, days };
      process.stdout.write(`${await createToken(controlStore(environment.controlUrl), 'command line', token)}\n`);
      return 0;
    } finally {
      await closeControlStore(environment.controlUrl);
    }
  },
};
