import type { Bug } from './bug.ts';

const exactTime = 'lib/query/exact-time.db.test.ts';
const shaped = 'lib/query/shape/shape-rows.db.test.ts';

export const bugsInTime: readonly Bug[] = [
  {
    name: 'weeks of Sunday summaries are named by their Monday',
    why: 'The week of a summary whose weeks begin on Sunday is shown one day late.',
    file: 'lib/compile/time.ts',
    edits: [{ find: "interval '1 day') - interval '1 day' as date)", replace: "interval '1 day') as date)" }],
    caughtBy: exactTime,
    pattern: 'has each moment of',
  },
  {
    name: 'the hour that clocks skip is filled',
    why: 'A line of hours falls to zero in an hour that never was.',
    file: 'lib/calendar/hour.ts',
    edits: [{ find: 'minutesOf(day, at, zone) > 0', replace: 'minutesOf(day, at, zone) >= 0' }],
    caughtBy: shaped,
    pattern: 'are filled, but for the one that clocks skip',
  },
  {
    name: 'the day that a zone left out is filled',
    why: 'Samoa seems to have sold nothing on a day it never had.',
    file: 'lib/calendar/clock.ts',
    edits: [{ find: 'minutesOfDay(day, zone) === 0', replace: 'minutesOfDay(day, zone) < 0' }],
    caughtBy: shaped,
    pattern: 'but for the day that was left out',
  },
  {
    name: 'days that are not complete are compared with whole ones',
    why: 'Every morning looks like a fall.',
    file: 'lib/calendar/compared.ts',
    edits: [{ find: 'if (through === null || days.to <= through) return apart;', replace: 'return apart;' }],
    caughtBy: 'lib/calendar/compared.test.ts',
  },
  {
    name: 'a month to date is compared with as many days before it',
    why: 'The first ten days of a month stand beside the last ten of the one before, which are paydays.',
    file: 'lib/calendar/compared.ts',
    edits: [
      {
        find: 'startOf(toDate, days.to, weekStart) === days.from ? toDate : bucket',
        replace: "startOf(toDate, days.to, weekStart) === '' ? toDate : bucket",
      },
    ],
    caughtBy: shaped,
    pattern: 'set the same part of the month before beside a month to date',
  },
  {
    name: 'levels are carried over days on which they were counted',
    why: 'What is in stock in each shop is more than what is in stock in all of them.',
    file: 'lib/query/shape/gap.ts',
    edits: [{ find: " || (measure.additivity === 'last' && isMarked)", replace: '' }],
    caughtBy: shaped,
    pattern: 'carry what was counted last',
  },
  {
    name: 'growth is a part of the later value',
    why: 'Twice as much is shown as 50 %.',
    file: 'lib/query/shape/change.ts',
    edits: [{ find: 'partOf(change, b, digitsOfGrowth)', replace: 'partOf(change, a, digitsOfGrowth)' }],
    caughtBy: shaped,
    pattern: 'say exactly how much changed',
  },
];
