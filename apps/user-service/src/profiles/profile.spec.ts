import { describe, expect, it } from 'vitest';
import { generateNickname } from './generated-nickname.js';
import { differenceOf, type Profile } from './profile.js';
import { toUser } from './profile.mapper.js';

const aProfile = (profile: Partial<Profile> = {}): Profile => ({
  id: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42',
  nickname: 'ada',
  about: null,
  avatarHash: null,
  version: 1,
  createdAt: new Date(0),
  ...profile,
});

describe('a change of a profile', () => {
  it('is none where nothing is wanted, or what is there already', () => {
    expect(differenceOf(aProfile({ about: 'countess' }), {})).toEqual({});
    expect(differenceOf(aProfile({ about: 'countess' }), { nickname: 'ada', about: 'countess' })).toEqual({});
  });

  it('may be the case of the own nickname alone', () => {
    expect(differenceOf(aProfile(), { nickname: 'Ada' })).toEqual({ nickname: 'Ada' });
  });

  it('tells an empty text from one that was never written', () => {
    expect(differenceOf(aProfile(), { about: '' })).toEqual({ about: '' });
    expect(toUser(aProfile()).about).toBeUndefined();
    expect(toUser(aProfile({ about: '' })).about).toBe('');
  });
});

describe('an avatar', () => {
  const avatarHash = 'a'.repeat(64);

  it('is another one, the same one, or none', () => {
    expect(differenceOf(aProfile(), { avatarHash })).toEqual({ avatarHash });
    expect(differenceOf(aProfile({ avatarHash }), { avatarHash })).toEqual({});
    expect(differenceOf(aProfile({ avatarHash }), { avatarHash: null })).toEqual({ avatarHash: null });
    expect(differenceOf(aProfile(), { avatarHash: null })).toEqual({});
  });

  it('is told by where it is served', () => {
    expect(toUser(aProfile({ avatarHash })).avatarUrl).toBe(`/v1/avatars/${avatarHash}.webp`);
    expect(toUser(aProfile()).avatarUrl).toBeUndefined();
  });
});

describe('a generated nickname', () => {
  it('is a valid one, and another each time', () => {
    const nicknames = Array.from({ length: 1_000 }, generateNickname);
    for (const nickname of nicknames) expect(nickname).toMatch(/^user_[a-z0-9]{10}$/);
    expect(new Set(nicknames).size).toBe(1_000);
  });
});
