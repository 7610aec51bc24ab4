/** What we use of cert-manager's kinds: https://cert-manager.io/docs/reference/api-docs */
const OBJECT = { type: 'object', additionalProperties: false };
const DURATION = { type: 'string', pattern: '^\\d+h$' };

export const issuer = {
  ...OBJECT,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: 'cert-manager.io/v1' },
    kind: { const: 'Issuer' },
    metadata: { type: 'object', required: ['name'] },
    spec: {
      ...OBJECT,
      minProperties: 1,
      maxProperties: 1,
      properties: {
        selfSigned: OBJECT,
        ca: { ...OBJECT, required: ['secretName'], properties: { secretName: { type: 'string' } } },
      },
    },
  },
};

export const certificate = {
  ...OBJECT,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: 'cert-manager.io/v1' },
    kind: { const: 'Certificate' },
    metadata: { type: 'object', required: ['name'] },
    spec: {
      ...OBJECT,
      required: ['secretName', 'issuerRef'],
      anyOf: [{ required: ['commonName'] }, { required: ['dnsNames'] }],
      properties: {
        secretName: { type: 'string' },
        isCA: { type: 'boolean' },
        commonName: { type: 'string' },
        dnsNames: { type: 'array', items: { type: 'string' } },
        usages: { type: 'array', items: { enum: ['server auth', 'client auth', 'cert sign', 'crl sign'] } },
        duration: DURATION,
        renewBefore: DURATION,
        privateKey: {
          ...OBJECT,
          properties: {
            algorithm: { enum: ['RSA', 'ECDSA', 'Ed25519'] },
            size: { type: 'integer' },
            rotationPolicy: { enum: ['Never', 'Always'] },
          },
        },
        issuerRef: {
          ...OBJECT,
          required: ['name'],
          properties: { name: { type: 'string' }, kind: { enum: ['Issuer', 'ClusterIssuer'] } },
        },
      },
    },
  },
};
