import { choiceId } from './choice-id.ts';

/**
 * How lists and values stand in the address of a question. A list is joined by commas; what could be taken for a part of
 * the form itself stands in percent form, before the whole address is written in percent form once more.
 */

/** The keys a question's address may have besides those of its filters, in the order in which they are written. */
export const keys = [
  'topic',
  'summary',
  'measures',
  'by',
  'grain',
  'range',
  'compare',
  'pivot',
  'sort',
  'limit',
  'pivot-limit',
  'others',
  'totals',
] as const;
export type Key = (typeof keys)[number];

/** What stands before the column in the key of a filter: `in.country`, `not-in.country`. */
export const operators = ['in', 'between', 'contains', 'starts'] as const;

/** An open end of a `between`: no value has this id. */
export const openEnd = '*';

/** A name in a list. A colon would begin a form, a minus an order. */
export function nameText(name: string): string {
  return name.replaceAll(/[%,:]/g, encodeURIComponent).replace(/^-/, '%2D');
}

/** An end of a `between`: its id in a dashboard's address. */
export function endText(value: string | null): string {
  return value === null ? openEnd : choiceId(value).replaceAll(/[%,]/g, encodeURIComponent);
}

/** The items of a list as they were before {@link nameText}; null where its percent signs make no sense. */
export function listOf(text: string): string[] | null {
  const items = text.split(',').map(decoded);
  const known = items.filter((item) => item !== null);
  return known.length === items.length ? known : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Readable: commas, colons and the like mean nothing to an address after its question mark. */
export function addressText(text: string): string {
  return encodeURIComponent(text).replaceAll(/%(2C|3A|40|2F)/g, decodeURIComponent);
}
