import { describe, expect, it } from 'vitest';
import { shapeProblem } from './json-shape.js';

const nested = (depth: number): object => (depth === 1 ? {} : { a: nested(depth - 1) });
const wide = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]));

describe('the shape of a body', () => {
  it.each([{}, { text: 'Hello' }, { a: [1, { b: 2 }] }, nested(4), wide(64)])('may be %j', (body) => {
    expect(shapeProblem(body)).toBeUndefined();
  });

  it.each([[[]], [null], ['text'], [5], [undefined]])('is no %j', (body) => {
    expect(shapeProblem(body)).toBe('The body must be a JSON object');
  });

  it('is neither deep nor wide', () => {
    expect(shapeProblem(nested(5))).toContain('nested');
    expect(shapeProblem(nested(10_000))).toContain('nested');
    expect(shapeProblem({ a: JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) })).toContain('nested');
    expect(shapeProblem(wide(65))).toContain('values');
    expect(shapeProblem({ text: Array(28_000).fill(0) })).toContain('values');
  });

  it('costs little for the widest body there can be', () => {
    const body = wide(8_000);
    const start = performance.now();
    shapeProblem(body);
    expect(performance.now() - start).toBeLessThan(100);
  });
});
