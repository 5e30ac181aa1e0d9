import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, type ProcessIdentity, processIdentity, stillRuns } from '#lib/server/process-identity.ts';

/** Says that this process serves a build, so that no other start removes it. Said before the build is looked for. */
export async function useBuild(folder: string): Promise<void> {
  const users = usersOf(folder);
  await mkdir(users, { recursive: true });
  await writeFile(path.join(users, String(process.pid)), JSON.stringify(processIdentity(process.pid) ?? null));
}

/** Removes the builds beside `folder` that no living process serves, and what killed builds have left. */
export async function removeUnusedBuilds(folder: string): Promise<void> {
  const all = path.dirname(folder);
  for (const name of await readdir(all)) {
    const found = path.join(all, name);
    const [, build = '', rest = ''] = /^([0-9a-f]+)(.*)$/.exec(name) ?? [];
    const maker = Number(/^\.(\d+)/.exec(rest)?.[1]);
    if (maker && !isAlive(maker)) await rm(found, { recursive: true, force: true });
    if (rest === '' && build !== path.basename(folder)) await removeUnlessUsed(found);
  }
}

async function removeUnlessUsed(build: string): Promise<void> {
  if (await isUsed(build)) return;
  const aside = `${build}.${process.pid}.old`;
  await rename(build, aside).catch(() => {});
  // Somebody may have begun to use it between the look and the move.
  if (await isUsed(build)) {
    await rename(aside, build).catch(() => {});
    return;
  }
  await rm(aside, { recursive: true, force: true });
  await rm(usersOf(build), { recursive: true, force: true });
}

async function isUsed(build: string): Promise<boolean> {
  const users = usersOf(build);
  const names = await readdir(users).catch((): string[] => []);
  const texts = await Promise.all(names.map((name) => readFile(path.join(users, name), 'utf8').catch(() => 'null')));
  return texts.some((text) => {
    try {
      const user = JSON.parse(text) as ProcessIdentity | null;
      return user !== null && stillRuns(user);
    } catch {
      // Being written, or cut off by a full disk: kept until it can be read.
      return true;
    }
  });
}

function usersOf(build: string): string {
  return `${build}.users`;
}
