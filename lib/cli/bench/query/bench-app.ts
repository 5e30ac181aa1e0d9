import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Browser, chromium } from 'playwright';
import { npmStart } from '#lib/cli/bench/npm-start.ts';
import { findChromium } from '#lib/cli/testing/chromium.ts';
import { chromiumArguments } from '#lib/cli/testing/chromium-arguments.ts';
import { openHome, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { freePort } from '#lib/server/port.ts';
import { makeFacts } from './facts.ts';

/** A served app with the definitions of this folder, over a warehouse of its own. */
export type BenchApp = {
  url: string;
  folder: string;
  /** As Summa reads it, and as its owner. */
  environment: { warehouseUrl: string; warehouseReadUrl: string; schema: string };
  owner: pg.Pool;
  browser: Browser;
  /** The cookies of a signed-in admin. */
  cookie: string;
  close(): Promise<void>;
};

/** Serves a clone of the last commit with these definitions, and a bare page of charts beside them. */
export async function benchApp(say: (line: string) => void): Promise<BenchApp> {
  const home = await mkdtemp(path.join(tmpdir(), 'summa-bench-'));
  await openHome(home);
  const closing: (() => Promise<unknown>)[] = [() => rm(home, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    for (const each of closing.reverse()) await each();
  };
  try {
    const server = await startEmbeddedPostgres({ home: path.join(home, 'server') });
    closing.push(() => server.stop());
    const owner = new pg.Pool({ connectionString: server.warehouseUrl, max: 2 });
    owner.on('error', () => {});
    closing.push(() => owner.end());
    say('making facts');
    await makeFacts(owner, 'small');
    await makeFacts(owner, 'large');

    const folder = path.join(home, 'clone');
    execFileSync('git', ['clone', '--quiet', process.cwd(), folder], { stdio: 'inherit' });
    await writeFile(
      path.join(folder, 'queries', 'index.ts'),
      `export { registry } from '#lib/cli/bench/query/definitions.ts';\n`,
    );
    await mkdir(path.join(folder, 'app', 'bare'));
    await copyFile(path.join(import.meta.dirname, 'bare-page.txt'), path.join(folder, 'app', 'bare', 'page.tsx'));
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const admin = { email: 'admin@example.com', password: randomBytes(18).toString('base64url') };
    const started = await npmStart(
      folder,
      {
        PORT: port,
        APP_URL: url,
        SUMMA_HOME: path.join(home, 'app'),
        WAREHOUSE_URL: server.warehouseUrl,
        WAREHOUSE_READ_URL: server.warehouseReadUrl,
        CONTROL_URL: server.controlUrl,
        SUMMA_ADMIN_EMAIL: admin.email,
        SUMMA_ADMIN_PASSWORD: admin.password,
      },
      say,
    );
    closing.push(() => started.stop());
    const executablePath = await findChromium(say);
    const browser = await chromium.launch({ executablePath, args: chromiumArguments() });
    closing.push(() => browser.close());
    const cookie = await signIn(browser, url, admin);
    const { warehouseUrl, warehouseReadUrl } = server;
    return {
      url,
      folder,
      environment: { warehouseUrl, warehouseReadUrl, schema: 'summa' },
      owner,
      browser,
      cookie,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function signIn(browser: Browser, url: string, admin: { email: string; password: string }): Promise<string> {
  const page = await browser.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Email').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${url}/`);
  const cookies = await page.context().cookies();
  await page.context().close();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}
