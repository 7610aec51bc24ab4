import { expect, it } from 'vitest';
import { moved, wholeCrop, zoomed } from './crop.js';

const wide = { width: 400, height: 200 };

it('begins with the largest square in the middle', () => {
  expect(wholeCrop(wide)).toEqual({ x: 100, y: 0, size: 200 });
  expect(wholeCrop({ width: 90, height: 300 })).toEqual({ x: 0, y: 105, size: 90 });
});

it('zooms around its middle', () => {
  expect(zoomed(wholeCrop(wide), wide, 2)).toEqual({ x: 150, y: 50, size: 100 });
});

it.each([
  [5, 0, { x: 200, y: 0, size: 200 }],
  [-5, 3, { x: 0, y: 0, size: 200 }],
  [0.25, 0, { x: 150, y: 0, size: 200 }],
])('moves by %d and %d, and never out of the picture', (dx, dy, crop) => {
  expect(moved(wholeCrop(wide), wide, dx, dy)).toEqual(crop);
});
