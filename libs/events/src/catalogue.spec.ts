import { expect, it } from 'vitest';
import { decodePayload, encodePayload, EVENT_TYPES } from './catalogue.js';

// While a release moves, both versions publish, and both consume what the other has published.
it.each(EVENT_TYPES)('%s of the next version, which says more, is understood', (type) => {
  const said = encodePayload(type, decodePayload(type, {}));
  const more = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, withMore(value)]));
  expect(decodePayload(type, { ...more, unheardOf: { value: 1 } })).toEqual(decodePayload(type, said));
});

it.each(EVENT_TYPES)('%s of the last version, which did not say all, is understood', (type) => {
  const { ...payload } = decodePayload(type, {});
  for (const field of Object.keys(payload)) {
    const said = Object.entries(encodePayload(type, payload)).filter(([name]) => name !== field);
    expect(() => decodePayload(type, Object.fromEntries(said))).not.toThrow();
  }
});

function withMore(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, unheardOf: 1 } : value;
}
