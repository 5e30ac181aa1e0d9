import { type ColumnType, inRange, isSpecialNumber, longestNumber, plainType } from '#lib/load/column-type.ts';
import * as scan from '#lib/load/scan.ts';

/** The type found for a column, and what a person should know about the choice. */
export type Inferred = { type: ColumnType; note: string | null };

/**
 * Counts what the values of one column look like, and chooses the narrowest type that holds all of them.
 *
 * The whole file is counted, not a sample: a value that a sample missed would be a rejected row, and counting costs a
 * third of the load. Leading zeros and plus signs make a column text, because `007` and `+82` are not quantities.
 */
export class ColumnTally {
  #values = 0;
  #bigint = 0;
  #numeric = 0;
  #exponent = 0;
  #special = 0;
  #boolean = 0;
  #date = 0;
  #timestamp = 0;
  #timestamptz = 0;
  #longestDigits = 0;
  #oddOne: { line: number; value: string } | null = null;

  /** Counts one value that is neither NULL nor empty. */
  add(bytes: Buffer, start: number, end: number, line: number): void {
    this.#values++;
    const first = bytes[start] as number;
    if (first < 58) {
      const kind = scan.scanNumber(bytes, start, end);
      if (kind !== scan.notNumber && this.#addNumber(kind, bytes, start, end)) return;
      if (kind === scan.notNumber && this.#addTime(bytes, start, end)) return;
    }
    if (end - start <= 9) {
      if (isTruth(bytes, start, end)) {
        this.#boolean++;
        return;
      }
      if (isSpecialNumber(bytes, start, end)) {
        this.#special++;
        return;
      }
    }
    this.#oddOne ??= { line, value: bytes.toString('utf8', start, Math.min(end, start + 40)) };
  }

  #addNumber(kind: number, bytes: Buffer, start: number, end: number): boolean {
    if (scan.seen.leadingZero || scan.seen.plus || end - start > longestNumber) return false;
    if (scan.seen.digits > this.#longestDigits) this.#longestDigits = scan.seen.digits;
    if (kind === scan.exponent) {
      const value = Number(bytes.toString('latin1', start, end));
      if (!Number.isFinite(value) || (value === 0 && scan.seen.digits > 0)) return false;
      this.#exponent++;
    } else if (kind === scan.decimal || !inRange('bigint', bytes, start, end)) this.#numeric++;
    else this.#bigint++;
    return true;
  }

  #addTime(bytes: Buffer, start: number, end: number): boolean {
    const kind = scan.scanTime(bytes, start, end);
    if (kind === scan.notTime) return false;
    // PostgreSQL would round nanoseconds; only a person may ask for that.
    if (kind !== scan.date && scan.seen.finerThanMicroseconds) return false;
    if (kind === scan.date) this.#date++;
    else if (kind === scan.timestamp) this.#timestamp++;
    else this.#timestamptz++;
    return true;
  }

  /** The type of the column, once every value has been counted. */
  decide(): Inferred {
    const all = this.#values;
    const numbers = this.#bigint + this.#numeric + this.#exponent;
    if (all === 0) return { type: plainType('text'), note: 'holds no value' };
    if (numbers > 0 && numbers + this.#special === all) return this.#decideNumber();
    if (this.#boolean === all) return { type: plainType('boolean'), note: null };
    if (this.#date === all) return { type: plainType('date'), note: null };
    if (this.#date + this.#timestamp === all) return { type: plainType('timestamp'), note: null };
    if (this.#timestamptz === all) return { type: plainType('timestamptz'), note: null };
    return { type: plainType('text'), note: this.#nearly(numbers) };
  }

  #decideNumber(): Inferred {
    const note = this.#special > 0 ? `${this.#special.toLocaleString('en')} values are NaN or infinite` : null;
    // A double holds 15 digits; with more of them the exponents are better kept in a numeric.
    if (this.#exponent > 0 && this.#longestDigits <= 15) return { type: plainType('double precision'), note };
    const exact = this.#exponent + this.#numeric + this.#special > 0 ? 'numeric' : 'bigint';
    return { type: plainType(exact), note };
  }

  /** A column that is text because of a handful of values is most often meant to be something else. */
  #nearly(numbers: number): string | null {
    const times = this.#date + this.#timestamp + this.#timestamptz;
    const [most, type] =
      numbers >= times ? [numbers, this.#numeric + this.#exponent > 0 ? 'numeric' : 'bigint'] : [times, 'timestamp'];
    const odd = this.#values - most;
    if (this.#oddOne === null || odd === 0 || odd > this.#values / 20) return null;
    return `text because of ${odd.toLocaleString('en')} of ${this.#values.toLocaleString('en')} values, the first "${this.#oddOne.value}" on line ${this.#oddOne.line}; as ${type} those rows would be rejected`;
  }
}

const truths = ['true', 'false', 't', 'f'];

function isTruth(bytes: Buffer, start: number, end: number): boolean {
  const first = (bytes[start] as number) | 32;
  if (end - start > 5 || (first !== 116 && first !== 102)) return false;
  return truths.includes(bytes.toString('latin1', start, end).toLowerCase());
}
