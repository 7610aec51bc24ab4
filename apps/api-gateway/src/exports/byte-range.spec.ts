import { expect, it } from 'vitest';
import { byteRange } from './byte-range.js';

it.each([
  ['bytes=0-', { first: 0, last: 99 }],
  ['bytes=10-19', { first: 10, last: 19 }],
  ['bytes=99-99', { first: 99, last: 99 }],
  ['bytes=90-1000', { first: 90, last: 99 }],
  ['bytes=-10', { first: 90, last: 99 }],
  ['bytes=-1000', { first: 0, last: 99 }],
])('%s of 100 bytes is a part of them', (header, range) => {
  expect(byteRange(header, 100)).toEqual(range);
});

it.each([undefined, '', 'bytes=', 'bytes=-', 'bytes=5-4', 'bytes=0-1,5-6', 'lines=0-1', 'bytes=a-b'])(
  '%s is all of them',
  (header) => {
    expect(byteRange(header, 100)).toBeUndefined();
  },
);

it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s of 100 bytes is none of them', (header) => {
  expect(byteRange(header, 100)).toBe('unsatisfiable');
});
