import { readdirSync } from 'node:fs';
import path from 'node:path';

const folders = ['app', 'components', 'lib', 'queries'];

/** The test files of node's own runner: pure ones, or those that need a database (`*.db.test.ts`). */
export function testFiles(kind: 'unit' | 'database'): string[] {
  return folders
    .flatMap((folder) => {
      try {
        return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file));
      } catch {
        return [];
      }
    })
    .filter((file) => /\.test\.tsx?$/.test(file) && /\.db\.test\.tsx?$/.test(file) === (kind === 'database'))
    .sort();
}
