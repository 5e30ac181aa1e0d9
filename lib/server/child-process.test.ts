import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '#lib/server/child-process.ts';
import { processIdentity } from '#lib/server/process-identity.ts';

type Context = { after(fn: () => Promise<void>): void };

async function script(t: Context, text: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'summa-child-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'child.ts');
  await writeFile(file, text);
  return file;
}

/** A zombie waits only to be counted; it does nothing any more. */
const alive = (pid: number) => processIdentity(pid) !== undefined;

const supervisedFile = path.resolve('lib/server/supervised.ts');
const wellBehaved = `
  import { supervised } from ${JSON.stringify(supervisedFile)};
  const timer = setInterval(() => {}, 1000);
  const self = supervised(async () => { console.log('stopping'); clearInterval(timer); });
  console.error('using postgres://summa:hunter2@db/x');
  self.ready();
`;

describe('startChild(options)', () => {
  it('waits until the child is ready, names its lines, hides secrets, and stops it', async (t) => {
    const lines: string[] = [];
    const child = await startChild({
      name: 'web',
      script: await script(t, wellBehaved),
      env: process.env,
      log: (line) => lines.push(line),
    });
    await child.stop();
    assert.equal(await child.gone, 'exit code 0');
    assert.deepEqual(lines.sort(), ['web: stopping', 'web: using postgres://summa:***@db/x']);
  });

  it('throws when the child ends before it is ready', async (t) => {
    const starting = startChild({
      name: 'web',
      script: await script(t, 'process.exit(4);'),
      env: process.env,
      log: () => {},
    });
    await assert.rejects(
      starting,
      /^Error: web ended before it was ready \(exit code 4\)\. The lines above that begin with "web:" say why/,
    );
  });

  it('kills a child that does not stop in time', async (t) => {
    const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.send('ready');`;
    const child = await startChild({
      name: 'web',
      script: await script(t, stubborn),
      env: process.env,
      log: () => {},
      patience: 50,
    });
    await child.stop();
    assert.equal(await child.gone, 'SIGKILL');
  });

  it('leaves no child behind when it is killed itself', async (t) => {
    const parent = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { startChild } from '#lib/server/child-process.ts';
       const script = ${JSON.stringify(await script(t, wellBehaved))};
       const child = await startChild({ name: 'web', script, env: process.env, log: () => {} });
       console.log(child.pid);`,
    ]);
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    assert.ok(alive(pid));
    parent.kill('SIGKILL');
    for (let waited = 0; alive(pid) && waited < 5_000; waited += 20) await delay(20);
    assert.equal(alive(pid), false);
  });
});
