import path from 'node:path';
import { nextCommand } from '#lib/cli/build.ts';
import type { Counts } from '#lib/cli/testing/counts.ts';
import { runCommand } from '#lib/cli/testing/run-command.ts';

const bin = (name: string) => path.join('node_modules', '.bin', name);
const one = (good: boolean): Counts => ({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 });

/** The compiler, over everything. Next first writes the types of its routes, which a fresh clone does not have. */
export async function typesSuite(): Promise<Counts> {
  const generated = await nextCommand(['typegen']);
  if (generated.code !== 0) {
    process.stdout.write(generated.output);
    return one(false);
  }
  const { code } = await runCommand(bin('tsc'), ['--noEmit', '-p', '.']);
  return one(code === 0);
}

/** Biome's format and rules, then what nobody uses. */
export async function lintSuite(): Promise<Counts> {
  const biome = await runCommand(bin('biome'), ['check', '--error-on-warnings', '.']);
  const knip = await runCommand(bin('knip'), ['--no-progress']);
  return one(biome.code === 0 && knip.code === 0);
}
