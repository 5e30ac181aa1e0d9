import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from '#lib/cli/setup-cases/outcome-table.ts';
import { type SetupCase, Skipped } from '#lib/cli/setup-cases/setup-case.ts';
import type { Stage } from '#lib/cli/setup-cases/stage.ts';
import { redact } from '#lib/server/redact.ts';

const longest = 480_000;

/** Plays one case and tidies up after it. */
export async function runCase(each: SetupCase, stage: Stage): Promise<Outcome> {
  const { name, expects } = each;
  const began = Date.now();
  const outcome = (result: Outcome['result'], message: string): Outcome => ({
    name,
    expects,
    result,
    seconds: (Date.now() - began) / 1000,
    message: redact(message),
  });
  if (each.needsRoot && process.getuid?.() !== 0) return outcome('skipped', 'needs root');
  const bound = new AbortController();
  try {
    const late = delay(longest, undefined, { signal: bound.signal, ref: false }).then(() => {
      throw new Error(`It was not over after ${longest / 1000} s.`);
    });
    late.catch(() => {});
    return outcome('passed', await Promise.race([each.run(stage), late]));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return outcome(error instanceof Skipped ? 'skipped' : 'failed', message);
  } finally {
    bound.abort();
    await stage.clear();
  }
}
