/** What a run of bytes is as a number: not one, whole, with a decimal point, or with an exponent. */
export const notNumber = 0;
export const whole = 1;
export const decimal = 2;
export const exponent = 3;

/**
 * What the last `scanNumber` and `scanTime` saw besides what they returned. A result object per value would be
 * garbage for each of a file's cells: 4 million of them cost as much as the whole scan.
 */
export const seen = { digits: 0, wholeDigits: 0, leadingZero: false, plus: false, finerThanMicroseconds: false };

const zero = 48;
const digit = (byte: number | undefined) => byte !== undefined && byte >= zero && byte <= 57;

/** Numbers as PostgreSQL reads them, without its hexadecimals and underscores: `-12`, `.5`, `1e6`. */
export function scanNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  seen.plus = bytes[at] === 43;
  if (bytes[at] === 45 || bytes[at] === 43) at++;
  const first = at;
  let significant = 0;
  while (at < end && digit(bytes[at])) {
    if (significant > 0 || bytes[at] !== zero) significant++;
    at++;
  }
  const wholeLength = at - first;
  seen.wholeDigits = significant;
  seen.leadingZero = wholeLength > 1 && bytes[first] === zero;
  let kind = whole;
  if (at < end && bytes[at] === 46) {
    const point = ++at;
    while (at < end && digit(bytes[at])) {
      if (significant > 0 || bytes[at] !== zero) significant++;
      at++;
    }
    if (at === point) return notNumber;
    kind = decimal;
  }
  if (wholeLength === 0 && kind === whole) return notNumber;
  if (at < end && (bytes[at] === 101 || bytes[at] === 69)) {
    at++;
    if (bytes[at] === 45 || bytes[at] === 43) at++;
    const power = at;
    while (at < end && digit(bytes[at])) at++;
    if (at === power) return notNumber;
    kind = exponent;
  }
  seen.digits = significant;
  return at === end ? kind : notNumber;
}

/** What a run of bytes is as a time. */
export const notTime = 0;
export const date = 1;
export const timestamp = 2;
export const timestampWithZone = 3;

/** ISO 8601 dates and times, with a space or T between them: the one notation that reads the same everywhere. */
export function scanTime(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return notTime;
  const year = number(bytes, start, 4, end);
  const month = number(bytes, start + 5, 2, end);
  const day = number(bytes, start + 8, 2, end);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return notTime;
  let at = start + 10;
  if (at === end) return date;
  if (bytes[at] !== 32 && bytes[at] !== 84) return notTime;
  const hour = number(bytes, at + 1, 2, end);
  const minute = number(bytes, at + 4, 2, end);
  if (bytes[at + 3] !== 58 || hour < 0 || hour > 23 || minute < 0 || minute > 59) return notTime;
  at += 6;
  seen.finerThanMicroseconds = false;
  if (at < end && bytes[at] === 58) {
    const second = number(bytes, at + 1, 2, end);
    if (second < 0 || second > 59) return notTime;
    at += 3;
    if (at < end && bytes[at] === 46) {
      const point = ++at;
      while (at < end && digit(bytes[at])) {
        if (at - point >= 6 && bytes[at] !== zero) seen.finerThanMicroseconds = true;
        at++;
      }
      if (at === point || at - point > 9) return notTime;
    }
  }
  if (at === end) return timestamp;
  if (bytes[at] === 90) return at + 1 === end ? timestampWithZone : notTime;
  if (bytes[at] !== 43 && bytes[at] !== 45) return notTime;
  const offset = number(bytes, at + 1, 2, end);
  if (offset < 0 || offset > 15) return notTime;
  at += 3;
  if (at === end) return timestampWithZone;
  if (bytes[at] === 58) at++;
  const minutes = number(bytes, at, 2, end);
  return minutes >= 0 && minutes <= 59 && at + 2 === end ? timestampWithZone : notTime;
}

function number(bytes: Uint8Array, start: number, length: number, end: number): number {
  if (start + length > end) return -1;
  let value = 0;
  for (let i = start; i < start + length; i++) {
    if (!digit(bytes[i])) return -1;
    value = value * 10 + (bytes[i] as number) - zero;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
