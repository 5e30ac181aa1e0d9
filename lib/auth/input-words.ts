import { z } from 'zod';

/** What is wrong with outside input where its schema names no message: what was found, and what was expected. */
export function inputWords(issue: z.core.$ZodRawIssue): string {
  return `Found ${foundIn(issue)}. Expected ${expectedBy(issue)}.`;
}

function foundIn(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.map((key) => `'${key}'`).join(', ')}, which is not known`;
  const input: unknown = issue.input;
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    if (typeof input === 'string') return counted(input.length, 'character');
    if (Array.isArray(input)) return counted(input.length, 'item');
  }
  if (input === undefined) return 'nothing';
  if (typeof input === 'string') return `'${input.length > 60 ? `${input.slice(0, 60)}…` : input}'`;
  if (Array.isArray(input)) return 'a list';
  return typeof input === 'object' && input !== null ? 'an object' : String(input);
}

function expectedBy(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? `a value of the type ${issue.expected}`;
    case 'too_big':
      return `at most ${amount(issue.origin, Number(issue.maximum))}`;
    case 'too_small':
      return `at least ${amount(issue.origin, Number(issue.minimum))}`;
    case 'invalid_format':
      return (
        formats[issue.format] ?? (issue.pattern ? `a text that matches ${issue.pattern}` : 'a text of another form')
      );
    case 'invalid_value':
      return issue.values.length === 1 ? written(issue.values[0]) : `one of ${issue.values.map(written).join(', ')}`;
    case 'unrecognized_keys':
      return issue.inst instanceof z.ZodObject ? `only ${keysOf(issue.inst)}` : 'only what is documented';
    default:
      return 'what the documentation of this request says';
  }
}

const types: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  undefined: 'nothing',
  null: 'null',
};

const formats: Record<string, string> = {
  date: 'a day such as 2026-11-01',
  datetime: 'a time such as 2026-11-01T12:00:00Z',
  email: 'an email address',
  uuid: 'a UUID',
};

function amount(origin: string, count: number): string {
  if (origin === 'string') return counted(count, 'character');
  return origin === 'array' ? counted(count, 'item') : String(count);
}

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
const written = (value: z.core.util.Primitive | undefined) =>
  typeof value === 'string' ? `'${value}'` : String(value);
const keysOf = ({ shape }: z.ZodObject) =>
  Object.keys(shape)
    .map((key) => `'${key}'`)
    .join(', ') || 'no key';
