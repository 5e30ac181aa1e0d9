import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bug } from './bug.ts';

/** A copy of the working tree in which bugs can be seeded, one at a time. */
export type Tree = {
  folder: string;
  /** Seeds a bug, lets something happen, and takes it out again. */
  withBug<T>(bug: Bug, act: () => Promise<T>): Promise<T>;
  remove(): void;
};

export function copyTree(): Tree {
  const folder = mkdtempSync(path.join(tmpdir(), 'summa-bugs-'));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
  for (const file of listed.split('\n')) {
    if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) continue;
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(file, path.join(folder, file));
  }
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  return {
    folder,
    withBug: async (bug, act) => {
      const file = path.join(folder, bug.file);
      const good = readFileSync(file, 'utf8');
      writeFileSync(file, seeded(good, bug));
      try {
        return await act();
      } finally {
        writeFileSync(file, good);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The text of a file with the bug in it. Throws when a place of it is not there, or there twice. */
export function seeded(text: string, { name, file, edits }: Bug): string {
  return edits.reduce((now, { find, replace }) => {
    const parts = now.split(find);
    if (parts.length === 2) return parts.join(replace);
    throw new Error(
      `A place of the bug '${name}' is ${parts.length - 1} times in ${file}. Expected it once. Correct the bug's 'find': ${find}`,
    );
  }, text);
}
