import { describe, expect, it } from 'vitest';
import { rowsInSight } from './rows-in-sight.js';

describe('the rows that are in the page', () => {
  it.each([
    ['a short list is whole', 12, 0, { from: 0, to: 12 }],
    ['an empty one has none', 0, 0, { from: 0, to: 0 }],
    ['at the beginning', 500, 0, { from: 0, to: 40 }],
    ['in the middle', 500, 16_000, { from: 230, to: 290 }],
    ['at the end', 500, 31_200, { from: 460, to: 500 }],
    ['beyond an end that has come nearer', 20, 31_200, { from: 19, to: 20 }],
  ])('%s', (_where, count, topPx, range) => {
    expect(rowsInSight(count, { topPx, heightPx: 800, rowPx: 64 })).toEqual(range);
  });

  it('are all those in sight, wherever one scrolls to', () => {
    for (let topPx = 0; topPx < 31_200; topPx += 37) {
      const { from, to } = rowsInSight(500, { topPx, heightPx: 800, rowPx: 64 });
      expect(from).toBeLessThanOrEqual(Math.floor(topPx / 64));
      expect(to).toBeGreaterThanOrEqual(Math.min(500, Math.ceil((topPx + 800) / 64)));
    }
  });
});
