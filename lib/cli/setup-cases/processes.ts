import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { memoryBelow } from '#lib/cli/bench/memory.ts';
import { isAlive } from '#lib/server/process-identity.ts';

/** The processes of a start that can be killed, by what stands in their command line. */
const commands = {
  npm: /^npm |npm-cli\.js/,
  bootstrap: /bootstrap\.js/,
  start: /cli\/start\.ts/,
  prepare: /cli\/prepare\.ts/,
  build: /next\/dist\/bin\/next build/,
  web: /cli\/web\.ts/,
  worker: /cli\/worker\.ts/,
  postmaster: /bin\/postgres -D /,
  install: /npm-cli\.c?js ci|^npm ci/,
} as const;

export type ProcessName = keyof typeof commands;

/** The process of this name below `root`, if it runs. */
export function findProcess(root: number, name: ProcessName): number | undefined {
  return memoryBelow(root).find(({ command }) => commands[name].test(command))?.pid;
}

/** Every process that was started with one of these homes or works below the folder, also those whose parents are dead. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        const variables = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
        const home = variables.find((each) => each.startsWith('SUMMA_SETUP_CASE='));
        return home === `SUMMA_SETUP_CASE=${folder}` || readlinkSync(`/proc/${name}/cwd`).startsWith(`${folder}/`);
      } catch {
        // It has ended, or belongs to another user.
        return false;
      }
    })
    .map(Number);
}

/** Ends everything that a case has left behind. */
export async function endProcesses(folder: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of processesOf(folder)) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended by itself.
      }
    }
    for (let waited = 0; waited < 8_000 && processesOf(folder).some(isAlive); waited += 100) await delay(100);
  }
}
