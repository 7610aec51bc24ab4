import { ValidationFailedError } from '@messenger/errors';
import type { Type } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import {
  BatchGetUsersDto,
  ChangePasswordDto,
  DtoPipe,
  ListFriendRequestsDto,
  ListFriendsDto,
  ListMessagesDto,
  LoginDto,
  MarkReadDto,
  RefreshDto,
  RegisterDto,
  SearchUsersDto,
  SendMessageDto,
  UpdateMeDto,
} from './index.js';

/** The gateway's. */
const pipe = new DtoPipe('refused');

const validated = async <T>(metatype: Type<T>, value: unknown): Promise<T> =>
  (await pipe.transform(value, { type: 'body', metatype })) as T;

/** The names of the invalid fields. */
async function refused(metatype: Type, value: unknown): Promise<string[]> {
  return validated(metatype, value).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof ValidationFailedError)) throw error;
      return error.details.fields?.map(({ field }) => field) ?? [];
    },
  );
}

const ID = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';
const ROCKET = '🚀';
const FAMILY = '👨‍👩‍👧';
const notTexts = [null, 5, true, {}, [], ['text'], 'NUL \0 inside', 'half \ud83d a pair', 'half \ude80 a pair'];

describe('an e-mail address', () => {
  const login = (email: unknown): Promise<string[]> => refused(LoginDto, { email, password: 'x' });

  it('is trimmed and converted to lower case', async () => {
    const { email } = await validated(RegisterDto, { email: '  Ada@Example.COM ', password: 'a long enough one' });
    expect(email).toBe('ada@example.com');
  });

  it.each(['ada@example.com', 'ada+1@example.co.uk', 'ädä@example.com', `${'a'.repeat(64)}@example.com`])(
    'may be %s',
    async (email) => {
      expect(await login(email)).toEqual([]);
    },
  );

  it.each([
    ...notTexts,
    undefined,
    '',
    'ada',
    'ada@',
    '@example.com',
    'a\0da@example.com',
    'a\ud800@example.com',
    'ada@ex\udc00ample.com',
    'ada@example.com, grace@example.com',
    'Ada <ada@example.com>',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a.'.repeat(130)}com`,
  ])('cannot be %j', async (email) => {
    expect(await login(email)).toEqual(['email']);
  });
});

describe('a new password', () => {
  const register = (password: unknown): Promise<string[]> =>
    refused(RegisterDto, { email: 'ada@example.com', password });

  it.each([
    ['8 characters', 'xK4!mq0z'],
    ['128 characters', 'xK4!mq0z'.repeat(16)],
    ['8 emoji', ROCKET.repeat(8)],
    ['128 emoji', ROCKET.repeat(128)],
    ['white space around it', '  xK4!mq  '],
    ['control characters', 'tab\tand\u0007bell'],
  ])('may be of %s', async (_what, password) => {
    expect(await register(password)).toEqual([]);
  });

  it('is neither trimmed nor changed', async () => {
    const dto = await validated(RegisterDto, { email: 'a@example.com', password: ' Not Trimmed ' });
    expect(dto.password).toBe(' Not Trimmed ');
  });

  it.each([
    ['7 characters', 'xK4!mq0'],
    ['7 emoji', ROCKET.repeat(7)],
    ['129 characters', `${'xK4!mq0z'.repeat(16)}!`],
    ['129 emoji', ROCKET.repeat(129)],
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['a common word', 'password'],
    ['a common word in capitals', 'PASSWORD'],
    ['a common word in both', 'PassWord1'],
    ['common digits', '12345678'],
    ['a common pattern', 'qwertyuiop'],
    ['one character', 'aaaaaaaa'],
    ['two characters', 'abbabaabba'],
    ['a repeated word, not whole at its end', 'lolalolalo'],
    ['a repeated word of four', 'xK4!xK4!xK4!'],
    ['spaces', ' '.repeat(8)],
    ['blanks of many kinds', '\u00a0\u2003\u200b\u3164\u2800\t \u3000'],
    ['hidden repetition', 'a a\u200ba a\u00ada a'],
    ['the alphabet', 'cdefghijk'],
    ['the alphabet backwards', 'zyxwvuts'],
    ['another alphabet', 'абвгдежз'],
    ...notTexts.map((value) => [JSON.stringify(value), value] as [string, unknown]),
  ])('cannot be of %s', async (_what, password) => {
    expect(await register(password)).toEqual(['password']);
  });

  it('may be common or short at a sign-in', async () => {
    expect(await refused(LoginDto, { email: 'ada@example.com', password: 'x' })).toEqual([]);
    expect(await refused(LoginDto, { email: 'ada@example.com', password: '' })).toEqual(['password']);
  });

  it('is reported by the name of its field', async () => {
    expect(await refused(ChangePasswordDto, { newPassword: 'iloveyou' })).toEqual(['newPassword']);
    expect(await refused(ChangePasswordDto, { newPassword: 'xK4!mq0z', currentPassword: null })).toEqual([
      'currentPassword',
    ]);
  });
});

describe('the text of a message', () => {
  const send = (text: unknown): Promise<string[]> => refused(SendMessageDto, { chatId: ID, text });

  it.each([
    ['one character', 'a'],
    ['4,096 characters', 'a'.repeat(4_096)],
    ['4,096 emoji', ROCKET.repeat(4_096)],
    ['4,096 characters before white space', `${'a'.repeat(4_096)} \n`],
    ['4,096 characters behind white space', `  ${'a'.repeat(4_094)}`],
    ['one sign among invisible ones', '\u200b\u2800.\u3164'],
    ['a heart with a variation selector', '\u2764\ufe0f'],
    ['a letter of a script that needs joiners', '\u0646\u200c\u0647'],
    ['an Arabic number sign', '\u0600'],
    ['a family, which is five code points', FAMILY],
  ])('may be %s', async (_what, text) => {
    expect(await send(text)).toEqual([]);
  });

  it.each([
    ['nothing', undefined],
    ['empty', ''],
    ['white space', ' \n\t\u00a0\u3000'],
    ['4,097 characters', 'a'.repeat(4_097)],
    ['4,097 characters with the white space before them', ` ${'a'.repeat(4_096)}`],
    ['4,097 emoji', ROCKET.repeat(4_097)],
    ['820 families', FAMILY.repeat(820)],
    ...notTexts.map((value) => [JSON.stringify(value), value] as [string, unknown]),
  ])('cannot be %s', async (_what, text) => {
    expect(await send(text)).toEqual(['text']);
  });
});

describe('an id', () => {
  it('may be of any UUID version, and is converted to lower case', async () => {
    const ids = ['00000000-0000-0000-0000-000000000000', 'C232AB00-9414-11EC-B3C8-9F6BDECED846', ID];
    for (const chatId of ids) {
      const dto = await validated(SendMessageDto, { chatId, text: 'a', clientMessageId: chatId });
      expect([dto.chatId, dto.clientMessageId]).toEqual([chatId.toLowerCase(), chatId.toLowerCase()]);
    }
  });

  it.each([...notTexts, '', 'x', `${ID}0`, `{${ID}}`, ` ${ID}`, ID.replaceAll('-', ''), `${ID}\0`])(
    'cannot be %j',
    async (chatId) => {
      expect(await refused(SendMessageDto, { chatId, text: 'a' })).toEqual(['chatId']);
    },
  );

  it('is validated in each item of a batch', async () => {
    expect(await refused(BatchGetUsersDto, { userIds: [ID, ID] })).toEqual([]);
    expect(await refused(BatchGetUsersDto, { userIds: [ID, 'x'] })).toEqual(['userIds']);
    expect(await refused(BatchGetUsersDto, { userIds: Array.from({ length: 101 }, () => ID) })).toEqual(['userIds']);
  });
});

describe('an optional field', () => {
  it('may be left out', async () => {
    expect(await refused(UpdateMeDto, {})).toEqual([]);
    expect(await refused(ListMessagesDto, { chatId: ID })).toEqual([]);
    expect(await refused(SendMessageDto, { chatId: ID, text: 'a' })).toEqual([]);
  });

  it.each<[Type, object, string]>([
    [UpdateMeDto, { nickname: null }, 'nickname'],
    [UpdateMeDto, { about: null }, 'about'],
    [SendMessageDto, { chatId: ID, text: 'a', clientMessageId: null }, 'clientMessageId'],
    [ListMessagesDto, { chatId: ID, beforeSeq: null }, 'beforeSeq'],
    [ListMessagesDto, { chatId: ID, limit: null }, 'limit'],
    [SearchUsersDto, { query: 'ada', pageSize: null }, 'pageSize'],
    [SearchUsersDto, { query: 'ada', pageToken: null }, 'pageToken'],
    [ListFriendsDto, { status: null }, 'status'],
  ])('cannot be null: %o %j', async (metatype, value, field) => {
    expect(await refused(metatype, value)).toEqual([field]);
  });
});

describe('a number of a query', () => {
  it('is parsed from a string', async () => {
    const dto = await validated(ListMessagesDto, { chatId: ID, beforeSeq: '2147483647', afterSeq: '0', limit: '100' });
    expect(dto).toMatchObject({ beforeSeq: 2_147_483_647, afterSeq: 0, limit: 100 });
  });

  it.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', '-1'],
    ['limit', '+5'],
    ['limit', '5.0'],
    ['limit', '1e1'],
    ['limit', '0x10'],
    ['limit', ' 5'],
    ['limit', ''],
    ['limit', 'NaN'],
    ['limit', ['5', '6']],
    ['limit', { 5: '5' }],
    ['beforeSeq', '2147483648'],
    ['beforeSeq', '99999999999999999999999'],
    ['beforeSeq', '-1'],
    ['afterSeq', '1.5'],
  ])('%s cannot be %j', async (field, value) => {
    expect(await refused(ListMessagesDto, { chatId: ID, [field]: value })).toEqual([field]);
  });
});

describe('a number of a body', () => {
  it.each([0, 1, 2_147_483_647])('may be %j', async (seq) => {
    expect(await refused(MarkReadDto, { chatId: ID, seq })).toEqual([]);
  });

  it.each(['1', '', null, undefined, true, -1, 1.5, 2_147_483_648, 1e300, [1], {}])('cannot be %j', async (seq) => {
    expect(await refused(MarkReadDto, { chatId: ID, seq })).toEqual(['seq']);
  });
});

describe('a choice', () => {
  it.each<[Type, string, unknown]>([
    [ListFriendsDto, 'status', 'friends'],
    [ListFriendsDto, 'status', 'CONFIRMED'],
    [ListFriendsDto, 'status', ['confirmed']],
    [ListFriendRequestsDto, 'direction', ''],
    [ListFriendRequestsDto, 'direction', 'both'],
  ])('is one of those that there are: %o %s %j', async (metatype, field, value) => {
    expect(await refused(metatype, { [field]: value })).toEqual([field]);
  });
});

describe('a profile', () => {
  it.each(['ada', 'Ada_Lovelace_1815', 'a'.repeat(32)])('may have the nickname %s', async (nickname) => {
    expect(await refused(UpdateMeDto, { nickname })).toEqual([]);
  });

  it.each(['', 'ad', 'a'.repeat(33), 'ada lovelace', 'ada\nl', 'ädä', 'ada-l', 'ada\0', 5, ['ada'], {}])(
    'cannot have the nickname %j',
    async (nickname) => {
      expect(await refused(UpdateMeDto, { nickname })).toEqual(['nickname']);
    },
  );

  it('may have an `about` of up to 500 characters, or none', async () => {
    expect(await refused(UpdateMeDto, { about: '' })).toEqual([]);
    expect(await refused(UpdateMeDto, { about: ROCKET.repeat(500) })).toEqual([]);
    expect(await refused(UpdateMeDto, { about: ROCKET.repeat(501) })).toEqual(['about']);
  });
});

describe('a request', () => {
  it('is refused with every invalid field, each once', async () => {
    expect(await refused(RegisterDto, { email: 5, password: 5 })).toEqual(['email', 'password']);
  });

  it('is refused with the first field that it does not have', async () => {
    expect(await refused(RefreshDto, { refreshToken: 'x', userId: ID, admin: true })).toEqual(['userId']);
  });

  it.each([undefined, null, 'text', 5, []])('cannot be %j', async (body) => {
    expect((await refused(RefreshDto, body)).length).toBeGreaterThan(0);
  });
});
