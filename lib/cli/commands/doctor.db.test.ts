import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEnvironment } from '#lib/environment.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { command } from './doctor.ts';

async function run(warehouseUrl: string, readUrl: string, controlUrl: string) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const variables = { WAREHOUSE_URL: warehouseUrl, WAREHOUSE_READ_URL: readUrl, CONTROL_URL: controlUrl };
  const code = await command.run([], { environment: readEnvironment(variables), print, say: print });
  return { code, text: lines.join('\n') };
}

describe('summa doctor', () => {
  it('answers 0 and the grants where all is well, 1 and what to do where not, and no password in either', async (t) => {
    const { url, readUrl, controlUrl } = await testDatabase(t);
    const password = new URL(url).password;
    const well = await run(url, readUrl, controlUrl);
    assert.equal(well.code, 0, well.text);
    assert.match(well.text, /✓ WAREHOUSE_URL: .*\n[\s\S]*create schema if not exists "summa" authorization "summa";/);
    assert.match(well.text, /Nothing must be mended\.$/);
    const unwell = await run(url, readUrl, controlUrl.replace(/\/control_\w+/, '/no_such_database'));
    assert.equal(unwell.code, 1);
    assert.match(unwell.text, /✗ The server has no database "no_such_database", which CONTROL_URL names\./);
    assert.match(unwell.text, /1 thing must be mended\.$/);
    for (const { text } of [well, unwell]) assert.ok(password !== '' && !text.includes(password));
  });
});
