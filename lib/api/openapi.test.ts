import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { policy } from '#lib/auth/policy.ts';
import { openApiDocument } from './openapi.ts';
import { operations } from './operations.ts';

const document = openApiDocument({ url: 'https://summa.test', version: '1.2.3' });

describe('openApiDocument(given)', () => {
  it('is OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    assert.ok(valid, JSON.stringify(errors));
    assert.equal(validator.version, '3.1');
  });

  it('tells every route of the policy table under /api/v1, and no other', () => {
    const listed = Object.keys(policy).filter((name) => / \/api\/v1\//.test(name));
    const told = Object.entries(document.paths as Record<string, Record<string, unknown>>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, '[$1]')}`),
    );
    assert.deepEqual(told.sort(), listed.sort());
  });

  it('names every parameter of a path, and each operation once', () => {
    for (const [name, operation] of Object.entries(operations)) {
      const inPath = [...name.matchAll(/\[(\w+)\]/g)].map(([, parameter]) => parameter);
      assert.deepEqual('params' in operation ? Object.keys(operation.params.shape) : [], inPath, name);
    }
    const ids = Object.values(operations).map((operation) => operation.id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('says what a program must send', () => {
    const paths = document.paths as Record<string, Record<string, { requestBody?: unknown; parameters: unknown[] }>>;
    const { requestBody, parameters } = paths['/api/v1/refreshes']?.post ?? { parameters: [] };
    const body = JSON.stringify(requestBody);
    for (const field of ['summary', 'range', 'mode', 'upstream', 'reason', '"required":true']) {
      assert.ok(body.includes(field), field);
    }
    assert.match(JSON.stringify(parameters), /Idempotency-Key/);
    assert.match(JSON.stringify(paths['/api/v1/refreshes/{id}/cancel']?.post?.requestBody), /"required":false/);
  });
});
