import path from 'node:path';
import type { PrepareMessage } from '#lib/cli/prepare.ts';
import type { Supervisor } from '#lib/server/supervisor.ts';

/** How to sign in for the first time. */
export function signInLine(admin: { email: string; oneTimePassword: string }): string {
  return `Sign in as ${admin.email} with the password ${admin.oneTimePassword} (shown only now; for a new one: npm run summa -- people password --email ${admin.email})`;
}

/** Databases whose tables are there. */
export type PreparedDatabases = {
  /** How to sign in for the first time, when nobody could know it yet. */
  admin: { email: string; oneTimePassword: string } | null;
  /** Resolves when the data is loaded and each summary is built. */
  data: Promise<void>;
};

/** Migrates both databases, then goes on to load and build in the background. */
export async function prepareDatabases(
  supervisor: Supervisor,
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<PreparedDatabases> {
  let admin: PreparedDatabases['admin'] = null;
  const child = await supervisor.task({
    name: 'prepare',
    script: path.resolve('lib', 'cli', 'prepare.ts'),
    env,
    message: (message) => {
      const told = message as PrepareMessage;
      if ('line' in told) print(told.line);
      else if (told.admin.oneTimePassword !== null) {
        admin = { email: told.admin.email, oneTimePassword: told.admin.oneTimePassword };
        // At once: a later step may fail, and the password is known only now.
        print(signInLine(admin));
      }
    },
  });
  const data = child.gone.then((why) => {
    if (why === 'exit code 0') return;
    throw new Error(
      `The databases could not be prepared (${why}). The lines above that begin with "prepare:" say why; when that is mended, start again.`,
    );
  });
  // Whoever waits for something else first still hears of it when waiting for this.
  data.catch(() => {});
  return { admin, data };
}
