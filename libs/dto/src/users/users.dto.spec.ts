import { describe, expect, it } from 'vitest';
import { validatedSync } from '../validated.js';
import { SearchUsersDto, UpdateMeDto } from './users.dto.js';

describe('a profile', () => {
  it.each([' ada', 'ada ', '\tada\n'])('has its nickname %j trimmed', (nickname) => {
    expect(validatedSync(UpdateMeDto, { nickname }).nickname).toBe('ada');
  });
});

describe('a search', () => {
  it.each([
    ['@ada', 'ada'],
    [' @ada ', 'ada'],
    ['@@ada', 'ada'],
    ['@', '@'],
    ['ada@', 'ada@'],
    ['ad@a', 'ad@a'],
  ])('for %j is one for %j', (query, searched) => {
    expect(validatedSync(SearchUsersDto, { query }).query).toBe(searched);
  });
});
