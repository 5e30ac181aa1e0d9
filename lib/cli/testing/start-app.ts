import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '#lib/server/child-process.ts';
import { openHome } from '#lib/server/embedded-postgres.ts';
import { freePort } from '#lib/server/port.ts';

/** A running Summa with the demo data, on a home of its own. */
export type TestApp = {
  pid: number;
  url: string;
  home: string;
  admin: { email: string; password: string };
  stop(): Promise<void>;
};

/** Starts the app by the same command as `npm start`, on a free port and in a temporary home (or the one given). */
export async function startApp(say: (line: string) => void, keepHome?: string): Promise<TestApp> {
  const home = keepHome ?? (await mkdtemp(path.join(tmpdir(), 'summa-app-')));
  if (!keepHome) await openHome(home);
  const port = await freePort();
  const admin = { email: 'admin@example.com', password: randomBytes(18).toString('base64url') };
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(WAREHOUSE_URL|WAREHOUSE_READ_URL|CONTROL_URL|SUMMA_)/.test(name),
    ),
  );
  const removeHome = async () => {
    if (!keepHome) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const child = await startChild({
      name: 'app',
      script: path.resolve('lib', 'cli', 'start.ts'),
      env: {
        ...clean,
        NODE_ENV: 'production',
        SUMMA_HOME: home,
        PORT: String(port),
        HOST: '127.0.0.1',
        APP_URL: `http://127.0.0.1:${port}`,
        SUMMA_ADMIN_EMAIL: admin.email,
        SUMMA_ADMIN_PASSWORD: admin.password,
      },
      log: say,
      patience: 60_000,
    });
    return {
      pid: child.pid,
      url: `http://127.0.0.1:${port}`,
      home,
      admin,
      async stop() {
        await child.stop();
        await removeHome();
      },
    };
  } catch (error) {
    await removeHome();
    throw error;
  }
}
