import { describe, expect, it } from 'vitest';
import { isMadeOf } from './guessable-password.js';

describe("a password of its owner's words", () => {
  it.each([
    'ada.lovelace@example.com',
    'ADA.Lovelace@Example.com',
    'ada.lovelace',
    'ada.lovelace1',
    '!ada.lovelace24',
    'ada.lovelaceada.lovelace',
    'example.com',
    'ａda.lovelace',
    'countess_a',
    'xxCountess_A',
  ])('is %s', (password) => {
    expect(isMadeOf(password, ['ada.lovelace@example.com', 'Countess_A'])).toBe(true);
  });

  it.each([
    ['analytical engine', 'ada.lovelace@example.com'],
    ['ada.lovelace and the engine', 'ada.lovelace@example.com'],
    ['an unrelated one', ''],
    ['ab-unrelated-cd', 'ab@cd'],
  ])('is not %s', (password, word) => {
    expect(isMadeOf(password, [word])).toBe(false);
  });
});
