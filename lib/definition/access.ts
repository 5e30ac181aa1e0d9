/** An attribute of the viewer: the list of values that limits which rows they may read. */
export type AttributeReference = { readonly attribute: string };

/**
 * The viewer's attributes, for `access`: `access: { country: viewer.countries }` lets a person read only the rows whose
 * country is in their attribute `countries`. A person without the attribute reads no row; admins read all.
 */
export const viewer: Readonly<Record<string, AttributeReference>> = new Proxy(
  {},
  { get: (_, attribute) => ({ attribute: String(attribute) }) },
);
