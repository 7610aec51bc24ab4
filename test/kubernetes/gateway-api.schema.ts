/**
 * What we use of Gateway API 1.2, as its reference has it; no model of it is among the packages.
 * https://gateway-api.sigs.k8s.io/reference/spec
 */
const NAME = { type: 'string', pattern: '^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$' };
const DURATION = { type: 'string', pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' };
const METADATA = { type: 'object', required: ['name'] };

function exactly(properties: Record<string, object>, required = Object.keys(properties)): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

function listOf(items: object): object {
  return { type: 'array', minItems: 1, items };
}

function kindOf(kind: string, spec: object): object {
  return exactly({
    apiVersion: { const: 'gateway.networking.k8s.io/v1' },
    kind: { const: kind },
    metadata: METADATA,
    spec,
  });
}

const LISTENER = exactly({
  name: NAME,
  protocol: { enum: ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'] },
  port: { type: 'integer', minimum: 1, maximum: 65_535 },
  hostname: NAME,
  tls: exactly({ mode: { enum: ['Terminate', 'Passthrough'] }, certificateRefs: listOf(exactly({ name: NAME })) }),
  allowedRoutes: exactly({ namespaces: exactly({ from: { enum: ['All', 'Same', 'Selector'] } }) }),
});

const RULE = exactly({
  matches: listOf(exactly({ path: exactly({ type: { enum: ['Exact', 'PathPrefix'] }, value: { type: 'string' } }) })),
  timeouts: exactly({ request: DURATION, backendRequest: DURATION }, []),
  backendRefs: listOf(
    exactly({ name: NAME, port: { type: 'integer' }, weight: { type: 'integer', minimum: 0 } }, ['name', 'port']),
  ),
});

export const gateway = kindOf('Gateway', exactly({ gatewayClassName: NAME, listeners: listOf(LISTENER) }));

export const httpRoute = kindOf(
  'HTTPRoute',
  exactly({
    parentRefs: listOf(exactly({ name: NAME, namespace: NAME, sectionName: NAME }, ['name'])),
    hostnames: listOf(NAME),
    rules: listOf(RULE),
  }),
);
