import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { day, instant, reason } from '#lib/api/words.ts';
import { parseInput } from './input.ts';

const wrong = (schema: z.ZodType, input: unknown) => {
  const parsed = parseInput(schema, input);
  return parsed.ok ? null : parsed.message;
};

describe('what is wrong with outside input', () => {
  it('is said by what was found and what was expected', () => {
    assert.equal(
      wrong(z.object({ reason }), { reason: 'x'.repeat(612) }),
      'reason: Found 612 characters. Expected at most 500 characters.',
    );
    assert.equal(wrong(z.object({ n: z.int() }), { n: 1.5 }), 'n: Found 1.5. Expected a whole number.');
    assert.equal(wrong(z.enum(['all', 'due']), 'some'), "Found 'some'. Expected one of 'all', 'due'.");
    assert.equal(wrong(z.array(day).min(1), []), 'Found 0 items. Expected at least 1 item.');
    assert.equal(
      wrong(z.strictObject({ from: day, to: day }), { from: '2026-11-01', to: '2026-11-02', till: 1 }),
      "Found 'till', which is not known. Expected only 'from', 'to'.",
    );
  });

  it('counts a value that breaks two rules once', () => {
    assert.equal(
      wrong(z.object({ at: instant }), { at: 'noon' }),
      "at: Found 'noon'. Expected a time such as 2026-11-01T12:00:00Z.",
    );
  });

  it('names the other places', () => {
    assert.equal(
      wrong(z.object({ from: day, to: day }), { from: 'x', to: 5 }),
      "from: Found 'x'. Expected a day such as 2026-11-01. Also not right: to.",
    );
  });

  it('keeps the words a schema has', () => {
    assert.equal(wrong(day, '0999-01-01'), 'Expected a year from 1000 to 2999');
  });
});
