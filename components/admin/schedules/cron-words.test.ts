import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { cronWords } from './cron-words.ts';

describe('cronWords(cron)', () => {
  const said: Record<string, string> = {
    '* * * * *': 'Every minute',
    '*/15 * * * *': 'Every 15 minutes',
    '5 * * * *': 'Every hour at minute 05',
    '0 * * * *': 'Every hour',
    '0 */6 * * *': 'Every 6 hours',
    '30 */6 * * *': 'Every 6 hours at minute 30',
    '30 6 * * *': 'Every day at 06:30',
    '0 6 * * 1-5': 'Monday to Friday at 06:00',
    '0 6 * * 1,4': 'Every Monday and Thursday at 06:00',
    '0 6 * * 0': 'Every Sunday at 06:00',
    '0 6 * * 7': 'Every Sunday at 06:00',
    '0 6 1 * *': 'On day 1 of every month at 06:00',
  };
  for (const [cron, words] of Object.entries(said)) {
    it(`says '${cron}'`, () => assert.equal(cronWords(cron, english), words));
  }

  it('says nothing rather than something wrong', () => {
    for (const cron of ['*/7 * * * *', '0 6 1 1 *', '0 6 1 * 1', '61 * * * *', '0 24 * * *', '0 6 * *', 'daily', '']) {
      assert.equal(cronWords(cron, english), null, cron);
    }
  });

  it('speaks Korean', () => {
    assert.equal(cronWords('0 6 * * 1,4', languageOf('ko')), '매주 월요일 및 목요일 06:00');
  });
});
