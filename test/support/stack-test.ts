import { OtlpSink } from '@messenger/testing';
import { it as test } from 'vitest';
import { GoogleProvider } from './google-provider.js';
import { LiveGateways } from './live-gateways.js';
import { TestStack } from './test-stack.js';

/** Whose pages may call the API of the stack. */
export const ALLOWED_ORIGIN = 'https://app.example.com';

/**
 * Tests on a stack in their own hands. It is started by the first one that asks for it, and shared by all files that the
 * worker runs: whatever a test breaks it brings back, and `stack.restore()` before a test makes sure of it. All fixtures are
 * declared here: what extends this `it` elsewhere would get a stack of its own.
 */
export const it = test
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are wanted
  .extend('google', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const google = await GoogleProvider.start();
    onCleanup(() => google.stop());
    return google;
  })
  // eslint-disable-next-line no-empty-pattern -- the same
  .extend('traces', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const sink = await OtlpSink.start();
    onCleanup(() => sink.stop());
    return sink;
  })
  .extend('stack', { scope: 'worker' }, async ({ google, traces }, { onCleanup }) => {
    const origins = { CORS_ORIGINS: `https://other.example.com, ${ALLOWED_ORIGIN}` };
    const stack = await TestStack.start({
      env: {
        // Everything is traced: what a test does is found in the traces, and no secret.
        all: { OTEL_EXPORTER_OTLP_ENDPOINT: traces.url, OTEL_TRACES_SAMPLER_ARG: '1' },
        'api-gateway': { ...google.gatewayEnv, ...origins },
        'auth-service': google.authEnv,
      },
    });
    onCleanup(() => stack.stop());
    return stack;
  })
  .extend('gateways', { scope: 'worker' }, async ({ stack }, { onCleanup }) => {
    const gateways = await LiveGateways.over(stack);
    onCleanup(() => gateways.stop());
    return gateways;
  });
