/**
 * What we use of RabbitmqCluster, as its operator documents it; nobody publishes a model of it.
 * https://www.rabbitmq.com/kubernetes/operator/using-operator
 */
const QUANTITIES = { type: 'object', additionalProperties: { type: ['string', 'integer'] } };

export const rabbitmqCluster = {
  type: 'object',
  required: ['apiVersion', 'kind', 'metadata'],
  additionalProperties: false,
  properties: {
    apiVersion: { const: 'rabbitmq.com/v1beta1' },
    kind: { const: 'RabbitmqCluster' },
    metadata: { type: 'object', required: ['name'] },
    spec: {
      type: 'object',
      additionalProperties: false,
      properties: {
        replicas: { type: 'integer', minimum: 0 },
        image: { type: 'string' },
        service: {
          type: 'object',
          additionalProperties: false,
          properties: { ipFamilyPolicy: { enum: ['SingleStack', 'PreferDualStack', 'RequireDualStack'] } },
        },
        persistence: {
          type: 'object',
          additionalProperties: false,
          properties: { storage: { type: ['string', 'integer'] }, storageClassName: { type: 'string' } },
        },
        rabbitmq: {
          type: 'object',
          additionalProperties: false,
          properties: {
            additionalConfig: { type: 'string' },
            additionalPlugins: { type: 'array', items: { type: 'string' } },
          },
        },
        resources: {
          type: 'object',
          additionalProperties: false,
          properties: { requests: QUANTITIES, limits: QUANTITIES },
        },
        affinity: { type: 'object' },
        terminationGracePeriodSeconds: { type: 'integer', minimum: 0 },
      },
    },
  },
};
