import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { signIn } from '#lib/auth/sign-in.ts';
import { viewerOfToken } from '#lib/auth/tokens.ts';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { readEnvironment } from '#lib/environment.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { command as people } from './people.ts';
import { command as token } from './token.ts';

describe('summa people, summa token', async () => {
  const { controlUrl, url, drop } = await testDatabase();
  await migrateControlStore(controlStore(controlUrl));
  after(async () => {
    await closeControlStore(controlUrl);
    await drop();
  });
  const environment = readEnvironment({ CONTROL_URL: controlUrl, WAREHOUSE_URL: url });
  const run = async (command: Command, ...args: string[]) => {
    const lines: string[] = [];
    await command.run(args, { environment, print: (line) => void lines.push(line), say: () => {} });
    return lines.join('\n');
  };
  const caller = { address: '192.0.2.1', userAgent: null };

  it('adds a person who can sign in with the printed password', async () => {
    const printed = await run(
      people,
      'add',
      '--email',
      'Ada@Example.com',
      '--role',
      'scientist',
      '--attribute',
      'countries=KR,JP',
    );
    const password = /: ([\w-]+)$/.exec(printed)?.[1] ?? '';
    await signIn(controlStore(controlUrl), { email: 'ada@example.com', password }, caller);
    assert.equal(await run(people, 'list'), 'ada@example.com\tscientist\tAda\tcountries=KR,JP');
  });

  it('prints a token and nothing else', async () => {
    const printed = await run(token, '--user', 'ada@example.com', '--name', 'notebook', '--days', '30');
    assert.match(printed, /^summa_[\w-]{43}$/);
    assert.equal((await viewerOfToken(controlStore(controlUrl), printed))?.role, 'scientist');
  });

  it('changes role and password, disables and enables', async () => {
    await run(people, 'role', '--email', 'ada@example.com', '--role', 'analyst');
    await run(people, 'disable', '--email', 'ada@example.com');
    assert.equal(await run(people, 'list'), 'ada@example.com\tanalyst\tAda\tcountries=KR,JP\tdisabled');
    await run(people, 'enable', '--email', 'ada@example.com');
    const password = /: ([\w-]+)$/.exec(await run(people, 'password', '--email', 'ada@example.com'))?.[1] ?? '';
    await signIn(controlStore(controlUrl), { email: 'ada@example.com', password }, caller);
  });

  it('refuses what it does not understand, with the usage', async () => {
    for (const args of [
      [],
      ['toString'],
      ['add', '--role', 'analyst'],
      ['role', '--email', 'ada@example.com', '--role', 'root'],
      ['list', '--what'],
    ]) {
      await assert.rejects(run(people, ...args), UsageError, args.join(' '));
    }
    await assert.rejects(run(token, '--user', 'ada@example.com'), UsageError);
    await assert.rejects(run(token, '--user', 'ada@example.com', '--name', 'x', '--days', '1e9'), UsageError);
  });
});
