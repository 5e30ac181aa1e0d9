import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright/test';
import type { Role } from '#lib/auth/viewer.ts';

/** Somebody who can sign in to the app under test. */
export type TestPerson = { email: string; password: string };

export const admin: TestPerson = {
  email: process.env.SUMMA_ADMIN_EMAIL ?? '',
  password: process.env.SUMMA_ADMIN_PASSWORD ?? '',
};

/** Runs `npm run -s summa -- ...` against the app under test and answers what it prints. */
export async function summa(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['lib/cli/summa.ts', ...args]);
  return stdout.trim();
}

/** A new person with this role, added from the command line as an admin would. */
export async function addPerson(role: Role): Promise<TestPerson> {
  const email = `${role}-${Math.random().toString(36).slice(2, 8)}@example.com`;
  const printed = await summa('people', 'add', '--email', email, '--role', role);
  return { email, password: printed.split(' ').at(-1) ?? '' };
}

/** Signs in through the page, and waits for where it leads. */
export async function signIn(page: Page, person: TestPerson, next = '/'): Promise<void> {
  await page.goto(next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}
