import { z } from 'zod';
import { rolesOf } from '#lib/auth/policy.ts';
import { type ApiRouteName, always, type Operation, refusals } from './operation.ts';
import { operations } from './operations.ts';

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
    info: { title: 'Summa', version, description: 'Refreshes, their state and the readiness of summaries.' },
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
  error: z.object({ code: z.string(), message: z.string().meta({ description: 'What was found and what to do.' }) }),
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
      ...parameters('header', headers, false),
    ],
    ...(body
      ? { requestBody: { required: !body.safeParse(undefined).success, content: content(jsonSchema(body, 'input')) } }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          { description: answer.description, content: content(schemaNamed(answer.name)) },
        ]),
      ),
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

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

const content = (schema: Json): Json => ({ 'application/json': { schema } });
const schemaNamed = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
