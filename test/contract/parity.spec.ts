import { describe, expect, it } from 'vitest';
import { compileProtos } from '../../tools/documents/descriptors.js';
import { openApiDocument } from '../../tools/documents/openapi.js';
import { commonReasons } from '../../tools/documents/reasons.js';
import { NO_RULE } from './parity/composed.js';
import { operationsOfRoutes } from './parity/routes.js';
import { operationsOfRules } from './parity/rules.js';

const protos = compileProtos();
const rules = operationsOfRules(protos);
const routes = operationsOfRoutes(await openApiDocument(), commonReasons(protos));

describe('the annotated rpc', () => {
  it.each([...rules.keys()])('%s is a route with the same parameters, fields and reasons', (name) => {
    expect(routes.get(name), `the gateway has no ${name}`).toBeDefined();
    expect(routes.get(name)).toEqual(rules.get(name));
  });
});

describe('the route', () => {
  it.each([...routes.keys()])('%s is an annotated rpc, or composed for a reason', (name) => {
    const help = `annotate its rpc with google.api.http, or give the reason in NO_RULE (test/contract/parity/composed.ts)`;
    expect(rules.has(name) !== name in NO_RULE, `${name}: ${help}`).toBe(true);
  });
});
