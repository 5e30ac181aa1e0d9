import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessName } from '#lib/cli/setup-cases/processes.ts';
import type { SetupCase } from '#lib/cli/setup-cases/setup-case.ts';
import type { Clone } from '#lib/cli/setup-cases/stage.ts';
import type { Started } from '#lib/cli/setup-cases/started.ts';

/** Begins again until the folder is free: what a killed start has left needs a moment to see it and end. */
async function startAgain(clone: Clone): Promise<Started> {
  for (const until = Date.now() + 60_000; ; ) {
    const started = clone.start();
    const early = await Promise.race([
      started.ended,
      started.until(/^✓ Starting PostgreSQL/).then(
        () => 'runs' as const,
        () => null,
      ),
    ]);
    if (early === 'runs') return started;
    const said = started.lines.at(-1) ?? '';
    if (!/already runs on|is in use/.test(said) || Date.now() > until) throw new Error(said);
    await delay(500);
  }
}

/** Kills a process of a Summa that runs. What nobody watches ends it; the others come back by themselves. */
function whileRunning(name: ProcessName, comesBack: boolean): SetupCase {
  return {
    name: `${name} killed while running`,
    expects: comesBack ? 'it comes back by itself' : 'the rest ends; the next start is ready',
    async run(stage) {
      const clone = await stage.first();
      const started = clone.start();
      await started.until(/^Summa is ready/);
      await delay(Math.random() * 1_500);
      await started.kill(name);
      if (comesBack) {
        const line = await started.until(/runs again$/);
        await started.served(clone.url);
        await started.stop();
        return line;
      }
      const again = await startAgain(clone);
      const ready = await again.until(/^Summa is ready/);
      await again.stop();
      return ready;
    },
  };
}

/** On one empty home: each first start is cut at a random moment, then one goes to its end. */
const duringFirstStart: SetupCase = {
  name: 'each process killed during the first start',
  expects: 'the last start is ready and healthy',
  async run(stage) {
    const clone = await stage.clone({ installed: true });
    const moments: string[] = [];
    for (const name of ['npm', 'bootstrap', 'start', 'prepare', 'build', 'postmaster'] as const) {
      const started = await (moments.length === 0 ? clone.start() : startAgain(clone));
      await started.until(/^(…|✓)/);
      const wait = Math.random() * 6_000;
      await delay(wait);
      // One that has done its work by now cannot be killed.
      const killed = await started.kill(name, 5).then(
        () => true,
        () => false,
      );
      moments.push(`${name} ${killed ? `${(wait / 1000).toFixed(1)} s` : 'was done'}`);
      await delay(300);
      await started.stop();
    }
    const last = await startAgain(clone);
    const ready = await last.until(/^Summa is ready/, 300);
    const { status } = await fetch(`${clone.url}/api/health`);
    await last.stop();
    if (status !== 200) throw new Error(`health is ${status}`);
    return `${ready} after ${moments.join(', ')}`;
  },
};

export const kills: SetupCase[] = [
  whileRunning('npm', false),
  whileRunning('bootstrap', false),
  whileRunning('start', false),
  whileRunning('web', true),
  whileRunning('worker', true),
  whileRunning('postmaster', true),
  duringFirstStart,
];
