import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { loadModule } from 'libpg-query';
import { lateRegistry } from '#lib/refresh/late/testing/late-shop.ts';
import { lint } from '#lib/warehouse/redshift/lint.ts';
import { openRedshiftShop } from '#lib/warehouse/redshift/testing/redshift-shop.ts';
import { examine } from './examine.ts';
import { findingText } from './finding.ts';

describe('examine(environment, registry) of a Redshift', () => {
  before(() => loadModule());

  it('says that it was never tried, what it lacks, and asks only what Redshift answers', async (t) => {
    const registry = lateRegistry({ late: { tier: 'exact', column: 'ordered_at' } });
    const shop = await openRedshiftShop(t, registry);
    const sent = shop.recorded.length;
    const { findings, grants } = await examine(shop.environment, registry);
    const text = findings.map(findingText).join('\n');
    assert.match(text, /no statement of Summa has been run on one yet/);
    assert.match(text, /Source orders: raw\.orders has what is declared/);
    assert.match(text, /Redshift has no triggers/);
    assert.ok(
      grants.some((line) => /^create user "summa" password/.test(line)),
      grants.join('\n'),
    );
    assert.deepEqual(
      findings.filter(({ level }) => level === 'wrong'),
      [],
    );
    assert.ok(shop.recorded.length > sent);
    for (const { text: statement } of shop.recorded) assert.deepEqual(lint(statement), [], statement);
  });
});
