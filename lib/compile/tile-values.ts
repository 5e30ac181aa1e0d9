import { isDay } from '#lib/calendar/day.ts';

/** Whether PostgreSQL reads `text` as a value of the type, so that no input can make a statement fail. */
export function fits(type: string, text: string): boolean {
  if (text.includes('\u0000')) return false;
  switch (type) {
    case 'text':
      return text.isWellFormed();
    case 'boolean':
      return text === 'true' || text === 'false';
    case 'smallint':
      return integer(text, 32_768n);
    case 'integer':
      return integer(text, 2_147_483_648n);
    case 'bigint':
      return integer(text, 9_223_372_036_854_775_808n);
    case 'date':
      return isDay(text) && text >= '0001-01-01';
    default:
      return /^timestamp/.test(type) && moment(text);
  }
}

/** The values that can occur in a column of the type; the others match no row anyway. */
export function fitting(type: string, texts: readonly string[]): string[] {
  return texts.filter((text) => fits(type, text));
}

function integer(text: string, limit: bigint): boolean {
  if (!/^-?\d{1,19}$/.test(text)) return false;
  const number = BigInt(text);
  return number < limit && number >= -limit;
}

function moment(text: string): boolean {
  const [, day = '', hour = ''] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):[0-5]\d:[0-5]\d$/.exec(text) ?? [];
  return isDay(day) && day >= '0001-01-01' && Number(hour) < 24;
}
