import { describe, expect, it } from 'vitest';
import type { Unit } from '../panel.js';
import { labelOf, roundUp } from './scale.js';

describe('an axis', () => {
  it.each([
    [0, 1],
    [0.0031, 0.005],
    [1, 1],
    [42, 50],
    [99, 100],
  ])('to %d ends at %d', (highest, end) => {
    expect(roundUp(highest)).toBeCloseTo(end, 9);
  });

  it.each<[number, Unit, string]>([
    [0, 's', '0'],
    [0.25, 's', '250 ms'],
    [2.5, 's', '2.5 s'],
    [0.005, 'percentunit', '0.5 %'],
    [52_428_800, 'bytes', '50 MiB'],
    [10, 'ops', '10 /s'],
    [3, 'short', '3'],
  ])('shows %d in %s as %s', (value, unit, label) => {
    expect(labelOf(value, unit)).toBe(label);
  });
});
