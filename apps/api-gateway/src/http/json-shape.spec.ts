import { describe, expect, it } from 'vitest';
import { shapeProblem } from './json-shape.js';

const problemOf = (body: unknown) => shapeProblem(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const nested = (depth: number): object => (depth === 1 ? {} : { a: nested(depth - 1) });
const wide = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]));

describe('the shape of a body', () => {
  it.each([{}, { text: 'Hello' }, { a: [1, { b: 2 }] }, nested(4), wide(64), '', '"', '"\\', 'nonsense'])(
    'may be %j',
    (body) => {
      expect(problemOf(body)).toBeUndefined();
    },
  );

  it.each(['[[[[[[,,,,'.repeat(50), '"\\"{{{{{{{', '\\\\', 'a,b '.repeat(1_000), '\u{1F600}{[]},'.repeat(100)])(
    'is not that of its texts: %j',
    (text) => {
      expect(problemOf({ text, [text]: text })).toBeUndefined();
    },
  );

  it.each([
    [nested(5), 'nested'],
    ['{"a":' + '['.repeat(20_000) + ']'.repeat(20_000) + '}', 'nested'],
    ['['.repeat(30_000), 'nested'],
    [wide(65), 'values'],
    [{ text: Array(28_000).fill(0) }, 'values'],
    [{ '"': '\\', ...wide(65) }, 'values'],
  ])('is neither deep nor wide', (body, problem) => {
    expect(problemOf(body)).toContain(problem);
  });

  it('costs less to check than to parse, for the widest body there can be', () => {
    const body = Buffer.from(JSON.stringify(wide(8_000)));
    expect(shortestMs(() => shapeProblem(body))).toBeLessThan(shortestMs(() => JSON.parse(body.toString())));
  });

  function shortestMs(work: () => unknown): number {
    const times = Array.from({ length: 100 }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    });
    return Math.min(...times);
  }
});
