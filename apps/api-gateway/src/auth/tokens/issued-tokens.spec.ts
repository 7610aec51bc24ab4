import type { AccessTokenVerifier } from '@messenger/authentication';
import {
  AccessTokenFromFutureError,
  AccessTokenInvalidError,
  UnavailableError,
  type DomainError,
} from '@messenger/errors';
import type { Tokens } from '@messenger/proto';
import { expect, it } from 'vitest';
import { IssuedTokens } from './issued-tokens.js';

const TOKENS: Tokens = { accessToken: 'a.b.c', refreshToken: 'r', tokenType: 'Bearer', expiresIn: 900, userId: 'u' };

const usable = (refusal?: DomainError): Promise<Tokens> => {
  const verify = () => (refusal === undefined ? Promise.resolve() : Promise.reject(refusal));
  return new IssuedTokens({ verify } as unknown as AccessTokenVerifier).usable(TOKENS);
};

it('tokens from the future are not handed out: the answer says that a clock is wrong', async () => {
  await expect(usable(new AccessTokenFromFutureError())).rejects.toThrow(UnavailableError);
  await expect(usable(new AccessTokenFromFutureError())).rejects.toThrow('clock');
});

it.each([[undefined], [new AccessTokenInvalidError()], [new UnavailableError()]])(
  'tokens are handed out where the gateway says %s of them',
  async (refusal) => {
    expect(await usable(refusal)).toBe(TOKENS);
  },
);
