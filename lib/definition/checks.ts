/**
 * A test a build must pass before it is published. Unique grain and the zero-row guard are always on and need no line.
 */
export type Check =
  | { readonly kind: 'not-null'; readonly column: string }
  | { readonly kind: 'accepted-values'; readonly column: string; readonly values: readonly string[] }
  | { readonly kind: 'conserves'; readonly measure: string };

/** No row of the build may have null here. */
export function notNull(column: string): Check {
  return { kind: 'not-null', column };
}

/** Every row of the build has one of these values here (or null). */
export function acceptedValues(column: string, values: readonly string[]): Check {
  return { kind: 'accepted-values', column, values };
}

/** The total of a sum or count over the build equals the total over the source rows it was built from, in one snapshot. */
export function conserves(measure: string): Check {
  return { kind: 'conserves', measure };
}
