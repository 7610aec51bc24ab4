import { AccessTokenVerifier } from '@messenger/authentication';
import { AccessTokenFromFutureError, UnavailableError } from '@messenger/errors';
import type { Tokens } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { required } from '../../clients/required.js';

/** Looks at the tokens of an answer before the client gets them. */
@Injectable()
export class IssuedTokens {
  constructor(private readonly verifier: AccessTokenVerifier) {}

  /**
   * Returns the tokens of auth-service's answer.
   *
   * @throws UnavailableError where its clock is ahead: each request would be refused, and clients would refresh in a loop
   */
  async usable(tokens: Tokens | undefined): Promise<Tokens> {
    const issued = required(tokens);
    await this.verifier.verify(issued.accessToken).catch((error: unknown) => {
      // Whatever else may be wrong passes by, as a key that is not known yet.
      if (error instanceof AccessTokenFromFutureError)
        throw new UnavailableError("The clock of auth-service is ahead of this server's, or this one is behind");
    });
    return issued;
  }
}
