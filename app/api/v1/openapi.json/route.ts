import { openApiDocument } from '#lib/api/openapi.ts';
import { operations } from '#lib/api/operations.ts';
import { route } from '#lib/auth/route.ts';
import { readEnvironment } from '#lib/environment.ts';
import manifest from '../../../../package.json' with { type: 'json' };

/** The API as OpenAPI 3.1. */
export const GET = route(
  'GET /api/v1/openapi.json',
  { query: operations['GET /api/v1/openapi.json'].query },
  async () => Response.json(openApiDocument({ url: readEnvironment().appUrl, version: manifest.version })),
);
