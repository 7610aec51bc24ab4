import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { EmailNotVerifiedError, GoogleUnavailableError, IdTokenInvalidError } from './google.errors.js';

/** Milliseconds that Google's keys may take. */
const JWKS_TIMEOUT = 2_000;
const GOOGLE = 'https://accounts.google.com';

export interface GoogleOptions {
  clientId: string;
  issuer: string;
  jwksUrl: string;
}

/** Somebody as Google knows them. */
export interface GooglePerson {
  issuer: string;
  subject: string;
  /** In lower case, as accounts keep it. */
  email: string;
  /** Whether the address is Google's own to give, so that nobody else can have it. */
  authoritative: boolean;
}

/** Verifies what Google says of a person (OpenID Connect Core, 3.1.3.7), as if nobody had looked at it before. */
export class IdTokenVerifier {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(private readonly options: GoogleOptions) {
    this.keys = createRemoteJWKSet(new URL(options.jwksUrl), { timeoutDuration: JWKS_TIMEOUT });
  }

  /** @throws IdTokenInvalidError, EmailNotVerifiedError, GoogleUnavailableError */
  async verify(idToken: string): Promise<GooglePerson> {
    const payload = await this.payloadOf(idToken);
    const { sub: subject, email } = payload;
    if (typeof subject !== 'string' || subject === '') throw new IdTokenInvalidError();
    if (typeof email !== 'string' || payload.email_verified !== true) throw new EmailNotVerifiedError();
    const address = email.toLowerCase();
    const authoritative = isAuthoritative(address, payload.hd);
    // One spelling of the issuer: an identity must not become two.
    return { issuer: this.options.issuer, subject, email: address, authoritative };
  }

  private async payloadOf(idToken: string): Promise<JWTPayload> {
    const { clientId, issuer } = this.options;
    try {
      const { payload } = await jwtVerify(idToken, this.keyFor, {
        issuer: spellingsOf(issuer),
        audience: clientId,
        algorithms: ['RS256'],
        requiredClaims: ['sub', 'iat', 'exp'],
      });
      return payload;
    } catch (error) {
      throw error instanceof GoogleUnavailableError ? error : new IdTokenInvalidError();
    }
  }

  /** That the keys cannot be had says nothing about the token. */
  private readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    try {
      return await this.keys(header, token);
    } catch (error) {
      throw error instanceof errors.JWKSNoMatchingKey ? error : new GoogleUnavailableError();
    }
  };
}

/** Google writes its name in two ways: https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken */
function spellingsOf(issuer: string): string[] {
  return issuer === GOOGLE ? [GOOGLE, 'accounts.google.com'] : [issuer];
}

/** https://developers.google.com/identity/gsi/web/guides/verify-google-id-token: any other address may have changed hands. */
function isAuthoritative(email: string, hostedDomain: unknown): boolean {
  return email.endsWith('@gmail.com') || (typeof hostedDomain === 'string' && hostedDomain !== '');
}
