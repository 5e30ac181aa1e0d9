import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ProcessIdentity, processIdentity, stillRuns } from '#lib/server/process-identity.ts';

/** The right to start and stop what runs on one home folder. */
export type SupervisorLock = { release(): Promise<void> };

/** Another living process supervises the folder. */
export class SupervisorRunning extends Error {
  readonly pid: number;
  constructor(home: string, pid: number) {
    super(
      `Another Summa (process ${pid}) already runs on the folder ${home}. Use that one, stop it first, or set SUMMA_HOME to another folder.`,
    );
    this.name = 'SupervisorRunning';
    this.pid = pid;
  }
}

/**
 * Takes the folder's lock, or throws SupervisorRunning.
 *
 * A lock left by a killed process is taken over: it names the process with its start time. Locks are numbered and a
 * higher number wins, because replacing one stale file in place would let two processes each remove the other's.
 * The highest is never deleted, only marked released, so the numbers never begin again.
 */
export async function takeSupervisorLock(home: string): Promise<SupervisorLock> {
  const folder = path.join(home, 'locks');
  await mkdir(folder, { recursive: true });
  const self = processIdentity(process.pid);
  if (!self)
    throw new Error('The operating system does not tell when this process started, so Summa cannot lock its folder.');
  for (;;) {
    const numbers = await lockNumbers(folder);
    const highest = numbers.at(-1) ?? 0;
    const holder = highest === 0 ? undefined : await readLock(path.join(folder, String(highest)));
    if (holder && stillRuns(holder)) throw new SupervisorRunning(home, holder.pid);
    const mine = path.join(folder, String(highest + 1));
    if (!(await createLock(mine, self))) continue;
    for (const old of numbers.slice(0, -1)) await rm(path.join(folder, String(old)), { force: true });
    return { release: () => markReleased(mine) };
  }
}

/** The living process that supervises the folder, if any. */
export async function supervisorOf(home: string): Promise<ProcessIdentity | undefined> {
  const folder = path.join(home, 'locks');
  const highest = (await lockNumbers(folder).catch(() => [])).at(-1);
  const holder = highest === undefined ? undefined : await readLock(path.join(folder, String(highest)));
  return holder && stillRuns(holder) ? holder : undefined;
}

async function lockNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

async function readLock(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessIdentity> | null;
    return value?.pid && value.started ? { pid: value.pid, started: value.started } : undefined;
  } catch {
    // Files appear whole (link, rename), so an unreadable one was damaged by hand and holds nobody.
    return undefined;
  }
}

async function createLock(file: string, self: ProcessIdentity): Promise<boolean> {
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(draft, JSON.stringify(self));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function markReleased(file: string): Promise<void> {
  const draft = `${file}.released.${process.pid}`;
  await writeFile(draft, 'null');
  await rename(draft, file);
}
