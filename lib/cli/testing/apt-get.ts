import { existsSync } from 'node:fs';
import { attempt } from '#lib/cli/testing/attempt.ts';

/** Whether this process may install packages of the system by apt-get. */
export function mayAptGet(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs packages of the system; answers what went wrong, or null. */
export async function aptGet(packages: string[]): Promise<string | null> {
  return (
    (await attempt('apt-get', ['update', '-qq'], 300_000)) ??
    (await attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], 600_000))
  );
}
