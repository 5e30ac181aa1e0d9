import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ProcessIdentity, processIdentity, stillRuns } from '#lib/server/process-identity.ts';

/** The process of `npm start` that serves a home folder, and the build it serves. */
export type Serving = ProcessIdentity & { build: string };

/** The signal that makes `npm start` serve the newest build. */
export const serveNewest: NodeJS.Signals = 'SIGUSR2';

const file = (home: string) => path.join(home, 'serving.json');

/** Says that this process serves a build and takes {@link serveNewest}. */
export async function announceServing(home: string, build: string): Promise<void> {
  const self = processIdentity(process.pid);
  if (!self) return;
  const draft = `${file(home)}.${process.pid}`;
  await writeFile(draft, JSON.stringify({ ...self, build } satisfies Serving));
  await rename(draft, file(home));
}

/** Who serves a home folder; null when nobody does. */
export async function servingOf(home: string): Promise<Serving | null> {
  try {
    const { pid, started, build } = JSON.parse(await readFile(file(home), 'utf8')) as Partial<Serving>;
    return pid && started && build && stillRuns({ pid, started }) ? { pid, started, build } : null;
  } catch {
    // Never started, or a file damaged by hand: nobody to be told.
    return null;
  }
}
