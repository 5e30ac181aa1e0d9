import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prepareMariadb } from './mariadb.ts';

/** What is said on a machine where an installer may be run and leaves a MariaDB, or says why it does not. */
async function said(machine: { found?: boolean; root: boolean; failure?: string | null }): Promise<string[]> {
  const lines: string[] = [];
  let found = machine.found ?? false;
  await prepareMariadb((line) => lines.push(line), {
    found: () => found,
    mayInstall: () => machine.root,
    install: async () => {
      found = machine.failure === undefined;
      return machine.failure ?? null;
    },
  });
  return lines;
}

describe('prepareMariadb(say)', () => {
  it('says nothing where there is one', async () => assert.deepEqual(await said({ found: true, root: true }), []));

  it('installs one where it may', async () =>
    assert.deepEqual(await said({ root: true }), ['There is no MariaDB on this machine; installing one by apt-get']));

  it('says that tests are skipped, why, and what to do', async () => {
    const [, failed = ''] = await said({ root: true, failure: 'Unable to fetch some archives' });
    assert.match(failed, /skipped \(Unable to fetch some archives\)\. Install one/);
    const [refused = ''] = await said({ root: false });
    assert.match(refused, /skipped \(this user may not install packages/);
  });
});
