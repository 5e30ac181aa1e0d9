import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { acceptInvitation } from '#lib/auth/accept-invitation.ts';
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
    const user = ['--user', 'ada@example.com'];
    assert.match(await run(token, 'list', ...user), /^notebook\texpires 2.*\tused 2/);
    assert.match(await run(token, 'revoke', ...user, '--name', 'notebook'), /no longer works/);
    assert.equal(await viewerOfToken(controlStore(controlUrl), printed), null);
    assert.match(await run(token, 'list', ...user), /has no token/);
  });

  it('changes role and password, disables and enables', async () => {
    await run(people, 'role', '--email', 'ada@example.com', '--role', 'analyst');
    await run(people, 'disable', '--email', 'ada@example.com');
    assert.equal(await run(people, 'list'), 'ada@example.com\tanalyst\tAda\tcountries=KR,JP\tdisabled');
    await run(people, 'enable', '--email', 'ada@example.com');
    const password = /: ([\w-]+)$/.exec(await run(people, 'password', '--email', 'ada@example.com'))?.[1] ?? '';
    await signIn(controlStore(controlUrl), { email: 'ada@example.com', password }, caller);
  });

  it('invites by a link, puts into groups and takes back what was given', async () => {
    const bob = ['--email', 'bob@example.com'];
    assert.equal(
      await run(people, 'add-group', '--group', 'finance', '--group', 'board'),
      'The groups are now: board, finance',
    );
    const printed = await run(people, 'invite', ...bob, '--role', 'analyst', '--group', 'finance');
    const secret = /: http:\/\/localhost:3000\/invite\/([\w-]{43})$/.exec(printed)?.[1] ?? '';
    assert.match(await run(people, 'list'), /bob@example.com\tanalyst\tinvited, until 2/);
    await acceptInvitation(controlStore(controlUrl), secret, { name: 'Bob', password: 'long enough' }, caller);
    assert.match(await run(people, 'list'), /bob@example.com\tanalyst\tBob\tgroups: finance$/m);
    await run(people, 'groups', ...bob, '--group', 'board', '--group', 'finance');
    await run(people, 'attributes', ...bob, '--attribute', 'countries=KR');
    assert.match(await run(people, 'list'), /Bob\tcountries=KR\tgroups: board, finance$/m);
    await run(people, 'groups', ...bob);
    await run(people, 'remove-group', '--group', 'board');
    assert.match(await run(people, 'list'), /Bob\tcountries=KR$/m);
    assert.match(await run(people, 'password-link', ...bob), /\/invite\/[\w-]{43}$/);
    assert.match(await run(people, 'revoke', ...bob), /no longer works/);
    assert.match(await run(people, 'revoke', ...bob), /no open link/);
    await run(people, 'sign-out', ...bob);
    assert.deepEqual(
      await controlStore(controlUrl)
        .selectFrom('session')
        .innerJoin('person', 'person.id', 'person_id')
        .select('session.id')
        .where('email', '=', 'bob@example.com')
        .execute(),
      [],
    );
  });

  it('refuses what it does not understand, with the usage', async () => {
    for (const args of [
      [],
      ['toString'],
      ['add', '--role', 'analyst'],
      ['role', '--email', 'ada@example.com', '--role', 'root'],
      ['list', '--what'],
      ['add-group'],
      ['invite', '--role', 'analyst'],
    ]) {
      await assert.rejects(run(people, ...args), UsageError, args.join(' '));
    }
    await assert.rejects(run(token, '--user', 'ada@example.com'), UsageError);
    await assert.rejects(run(token, 'eat', '--user', 'ada@example.com', '--name', 'x'), UsageError);
    await assert.rejects(run(token, '--user', 'ada@example.com', '--name', 'x', '--days', '1e9'), UsageError);
  });
});
