import type { TileFailure } from './result.ts';

/** The HTTP status by which a program learns why there is no answer. */
export const failureStatus: Record<TileFailure['code'], number> = {
  refused: 422,
  unbuilt: 409,
  timeout: 504,
  forbidden: 403,
  busy: 503,
  ended: 499,
  failed: 502,
};
