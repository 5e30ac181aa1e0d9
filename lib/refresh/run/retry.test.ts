import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DefinitionError } from '#lib/definition/problem.ts';
import { CheckFailure } from './context.ts';
import { failureKind, waitAfter, waits } from './retry.ts';

const postgres = (code: string, message = 'words of the server') =>
  Object.assign(new Error(message), { code, severity: 'ERROR' });

describe('failureKind(error)', () => {
  it('tells what may pass from what stays', () => {
    const kinds = {
      lost: [
        postgres('57P01'),
        postgres('08006'),
        { code: 'ECONNRESET' },
        new Error('Connection terminated unexpectedly'),
      ],
      collision: [
        postgres('40001'),
        postgres('40P01'),
        postgres('53300'),
        postgres('XX000', '1023\nDETAIL: Serializable isolation violation on table - 100264'),
      ],
      short: [
        postgres('55P03'),
        postgres('53100'),
        postgres('53200'),
        postgres('57014', 'canceling statement due to statement timeout'),
        postgres('57014', 'canceling statement due to lock timeout'),
      ],
      never: [
        postgres('42601'),
        postgres('42501'),
        postgres('42P01'),
        postgres('22012'),
        postgres('57014', 'canceling statement due to user request'),
        new CheckFailure([]),
        new DefinitionError([]),
        new Error('anything else'),
        null,
      ],
    } as const;
    for (const [kind, errors] of Object.entries(kinds)) {
      for (const error of errors) assert.equal(failureKind(error), kind, JSON.stringify(error));
    }
  });
});

describe('waitAfter(kind, failuresBefore)', () => {
  it('waits longer each time, and ends', () => {
    for (const [kind, seconds] of Object.entries(waits) as [keyof typeof waits, readonly number[]][]) {
      assert.deepEqual(
        [...seconds].sort((a, b) => a - b),
        [...seconds],
      );
      assert.equal(waitAfter(kind, 0), seconds[0]);
      assert.equal(waitAfter(kind, seconds.length), null);
    }
    assert.equal(waitAfter('never', 0), null);
  });
});
