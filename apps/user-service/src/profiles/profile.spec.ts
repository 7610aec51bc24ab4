import { describe, expect, it } from 'vitest';
import { generateNickname } from './generated-nickname.js';
import { effectiveChanges, withChanges, type Profile } from './profile.js';
import { toProfileChanges, toUser } from './profile.mapper.js';

const aProfile = (profile: Partial<Profile> = {}) => ({
  id: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42',
  nickname: 'ada',
  about: null,
  avatarHash: null,
  nicknameChosen: false,
  version: 1,
  createdAt: new Date(0),
  ...profile,
});

describe('effectiveChanges', () => {
  it('returns nothing where nothing is requested, or what the profile holds already', () => {
    expect(effectiveChanges(aProfile({ about: 'countess' }), {})).toEqual({});
    expect(effectiveChanges(aProfile({ about: 'countess' }), { nickname: 'ada', about: 'countess' })).toEqual({});
  });

  it('takes another case of the own nickname for a change', () => {
    expect(effectiveChanges(aProfile(), { nickname: 'Ada' })).toEqual({ nickname: 'Ada' });
  });

  it('distinguishes an empty text from one that was never written', () => {
    expect(effectiveChanges(aProfile(), { about: '' })).toEqual({ about: '' });
    expect(toUser(aProfile()).about).toBeUndefined();
    expect(toUser(aProfile({ about: '' })).about).toBe('');
  });

  it('leaves fields of the request that are undefined as they are', () => {
    expect(effectiveChanges(aProfile({ about: 'countess' }), toProfileChanges({ nickname: 'Ada' }))).toEqual({
      nickname: 'Ada',
    });
  });

  it('compares values, not objects', () => {
    expect(effectiveChanges(aProfile(), { createdAt: new Date(0) } as object)).toEqual({});
  });
});

describe('withChanges', () => {
  it('raises the version', () => {
    expect(withChanges(aProfile(), { about: 'countess' })).toEqual(aProfile({ about: 'countess', version: 2 }));
  });

  it('marks a nickname as chosen once it has been changed, for ever', () => {
    const chosen = withChanges(aProfile(), { nickname: 'Ada' });
    expect(chosen.nicknameChosen).toBe(true);
    expect(withChanges(chosen, { about: '' }).nicknameChosen).toBe(true);
  });
});

describe('an avatar', () => {
  const avatarHash = 'a'.repeat(64);

  it('changes to another picture or to none, and not to the same', () => {
    expect(effectiveChanges(aProfile(), { avatarHash })).toEqual({ avatarHash });
    expect(effectiveChanges(aProfile({ avatarHash }), { avatarHash })).toEqual({});
    expect(effectiveChanges(aProfile({ avatarHash }), { avatarHash: null })).toEqual({ avatarHash: null });
    expect(effectiveChanges(aProfile(), { avatarHash: null })).toEqual({});
  });

  it('is shown by the path that serves it', () => {
    expect(toUser(aProfile({ avatarHash })).avatarUrl).toBe(`/v1/avatars/${avatarHash}.webp`);
    expect(toUser(aProfile()).avatarUrl).toBeUndefined();
  });
});

describe('a generated nickname', () => {
  it('is valid, and a new one each time', () => {
    const nicknames = Array.from({ length: 1_000 }, generateNickname);
    for (const nickname of nicknames) expect(nickname).toMatch(/^user_[a-z0-9]{10}$/);
    expect(new Set(nicknames).size).toBe(1_000);
  });
});
