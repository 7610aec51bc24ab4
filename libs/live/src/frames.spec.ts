import { expect, it } from 'vitest';
import { parseClientFrame } from './frames.js';

it.each([
  [{ type: 'resume', cursor: null }],
  [{ type: 'resume', cursor: 'djEuMS4yLjM' }],
  [{ type: 'auth', token: 'a.b.c' }],
])('a client may send %j', (frame) => {
  expect(parseClientFrame(JSON.stringify(frame))).toEqual(frame);
});

it.each([
  ['', 'nothing'],
  ['{', 'half an object'],
  ['null', 'null'],
  ['[]', 'a list'],
  ['"resume"', 'a text'],
  ['{"type":"resume"}', 'no cursor'],
  ['{"type":"resume","cursor":5}', 'a number for a cursor'],
  ['{"type":"resume","cursor":null,"more":1}', 'an unknown field'],
  ['{"type":"auth"}', 'no token'],
  ['{"type":"auth","token":null}', 'null for a token'],
  ['{"type":"live","cursor":"x"}', "a server's frame"],
])('%s is not a frame of a client: %s', (text) => {
  expect(parseClientFrame(text)).toBeUndefined();
});
