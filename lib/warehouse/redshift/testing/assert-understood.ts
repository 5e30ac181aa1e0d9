import assert from 'node:assert/strict';
import { lint } from '../lint.ts';
import type { RedshiftShop } from './redshift-shop.ts';

/** Fails with every statement that Redshift would refuse, and who sent it. `loadModule()` of `libpg-query` comes first. */
export function assertUnderstood({ recorded }: Pick<RedshiftShop, 'recorded'>): void {
  const findings = recorded.flatMap(({ text, from }) =>
    lint(text).map(({ rule }) => `${rule}: ${from}: ${text.replace(/\s+/g, ' ')}`),
  );
  assert.ok(recorded.length > 100, `${recorded.length} statements were recorded`);
  assert.deepEqual([...new Set(findings)], []);
}
