import { z } from 'zod';
import { rolesOf } from '#lib/auth/policy.ts';
import { type ApiRouteName, always, type Operation, refusals } from './operation.ts';
import { operations } from './operations.ts';
import { refusedQuery } from './query/schemas.ts';

type Json = Record<string, unknown>;

/** The API as OpenAPI 3.1, made from the schemas by which the routes read their input. */
export function openApiDocument({ url, version }: { url: string; version: string }): Json {
  const paths: Record<string, Json> = {};
  const schemas: Json = { Error: jsonSchema(errorBody, 'output') };
  for (const [name, operation] of Object.entries(operations) as [ApiRouteName, Operation][]) {
    const [method = '', route = ''] = name.split(' ');
    const path = route.replaceAll(/\[(\w+)\]/g, '{$1}');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(name, route, operation) };
    for (const answer of Object.values(operation.answers)) schemas[answer.name] = jsonSchema(answer.schema, 'output');
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Summa',
      version,
      description: 'Questions, refreshes and their state, and the readiness of summaries.',
    },
    servers: [{ url }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A personal token, from the page Account.' },
      },
      schemas,
    },
  };
}

/** How every refusal is told. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().meta({ description: 'What was found and what to do.' }),
    ...refusedQuery.shape,
  }),
});

function operationObject(name: ApiRouteName, route: string, operation: Operation): Json {
  const { id, summary, params, query, headers, body, answers } = operation;
  const roles = rolesOf(name);
  return {
    operationId: id,
    tags: [route.split('/')[3] ?? ''],
    summary,
    description: `For ${roles === 'public' ? 'everybody' : roles.map((role) => `${role}s`).join(', ')}.`,
    parameters: [
      ...parameters('path', params?.shape),
      ...parameters('query', query?.shape),
      ...freeParameters(query),
      ...parameters('header', headers, false),
    ],
    ...(body
      ? { requestBody: { required: !body.safeParse(undefined).success, content: content(jsonSchema(body, 'input')) } }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          {
            description: answer.description,
            content: { ...content(schemaNamed(answer.name)), ...(answer.csv ? csvContent : {}) },
          },
        ]),
      ),
      ...(operation.conditional ? { 304: { description: 'The answer is the one named by `If-None-Match`.' } } : {}),
      ...Object.fromEntries(
        [...operation.refusals, ...always].map((status) => [
          status,
          { description: refusals[status], content: content(schemaNamed('Error')) },
        ]),
      ),
    },
  };
}

function parameters(
  where: 'path' | 'query' | 'header',
  shape: Readonly<Record<string, unknown>> = {},
  required?: false,
): Json[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { description, ...rest } = jsonSchema(schema as z.ZodType, 'input');
    return {
      name,
      in: where,
      required: where === 'path' || (required ?? !(schema as z.ZodType).safeParse(undefined).success),
      ...(description ? { description } : {}),
      schema: rest,
    };
  });
}

/** Keys of an address that only the data knows, such as those of filters. */
function freeParameters(query: z.ZodObject | undefined): Json[] {
  const rest = query?.def.catchall;
  if (!(rest instanceof z.ZodType) || rest instanceof z.ZodNever) return [];
  const { description, ...schema } = jsonSchema(rest, 'input');
  return [
    {
      name: 'filters',
      in: 'query',
      style: 'form',
      explode: true,
      ...(description ? { description } : {}),
      schema: { type: 'object', additionalProperties: schema },
    },
  ];
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

const content = (schema: Json): Json => ({ 'application/json': { schema } });
const csvContent: Json = { 'text/csv': { schema: { type: 'string' } } };
const schemaNamed = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
