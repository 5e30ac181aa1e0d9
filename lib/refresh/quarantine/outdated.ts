import { type Message, message } from '#lib/i18n/message.ts';
import type { QuarantineRow } from './kept-build.ts';

/** The reason a record keeps when its build is let go of without anybody's decision. */
export const outdatedReason = {
  builtAgain: (run: string) => `run ${run} built these days again`,
  tooMany: 'newer builds are kept',
  tooOld: 'nobody decided in 30 days',
};

/** Why nothing is to be decided about a build that does not wait any more. */
export function closedRefusal({ state, reason }: Pick<QuarantineRow, 'state' | 'reason'>): Message {
  if (state !== 'outdated') return message('quarantine.refusedDecided');
  if (reason === outdatedReason.tooMany) return message('quarantine.refusedTooMany');
  if (reason === outdatedReason.tooOld) return message('quarantine.refusedTooOld');
  return message('quarantine.refusedOutdated', { run: /^run (\d+) /.exec(reason ?? '')?.[1] ?? '' });
}
