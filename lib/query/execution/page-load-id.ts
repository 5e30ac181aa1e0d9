import { z } from 'zod';

/** The name that a browser or a page gives its load. It counts only together with its viewer, so it need not be secret. */
export const pageLoadId = z.string().regex(/^[\w-]{8,64}$/, 'Expected 8 to 64 letters, digits, _ or -.');

export const pageLoadParams = z.strictObject({ load: pageLoadId });
