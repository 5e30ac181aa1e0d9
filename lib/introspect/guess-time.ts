import { isTime, type KnownColumn } from './kinds.ts';

/**
 * The columns that may say when a row happened, the likeliest first. When it was stored, changed or will end is another
 * question, and an index makes a day cheap to find.
 */
export function guessTime(columns: readonly KnownColumn[]): KnownColumn[] {
  return columns
    .filter((column) => isTime(column.sqlType) && !never.test(column.plain))
    .map((column, index) => ({ column, index, score: score(column) }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((each) => each.column);
}

const never = /(^|_)(birth|born|birthday|birthdate|dob|expire|expires|expiry|due|until)(_|$)/;
const happened =
  /(^|_)(created|ordered|occurred|happened|event|started|begun|sent|paid|placed|purchased|booked|sold|logged|departed|received|signed_up|visited|timestamp|ts|order|sale|purchase|transaction|session|visit)(_(at|on|date|time|ts))?$/;
const stored =
  /(^|_)(updated|modified|changed|deleted|removed|loaded|synced|ingested|inserted|imported|refreshed|etl|dbt|ended|finished|closed|valid)(_|$)/;

function score({ plain, sqlType, indexed, notNull }: KnownColumn): number {
  return (
    (sqlType === 'timestamptz' ? 1 : 0) +
    (indexed ? 3 : 0) +
    (notNull ? 2 : 0) +
    (happened.test(plain) ? 4 : 0) +
    (/(^|_)(at|on|date|day|time|ts)$/.test(plain) ? 2 : 0) -
    (stored.test(plain) ? 8 : 0)
  );
}
