import { canonicalEmail } from '@messenger/dto';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { EmailNotVerifiedError, GoogleKeysUnavailableError, IdTokenInvalidError } from './google.errors.js';

/** Per request for Google's keys. */
const JWKS_TIMEOUT_MS = 2_000;
const MAX_NAME_LENGTH = 200;
const GOOGLE_ISSUER = 'https://accounts.google.com';

export interface GoogleOptions {
  clientId: string;
  issuer: string;
  jwksUrl: string;
}

/** The claims of an id_token that sign-in uses. */
export interface GoogleUser {
  issuer: string;
  subject: string;
  /** As Google spells it. */
  typedEmail: string;
  /** In its canonical form, as in `accounts`. */
  email: string;
  /** Whether Google assigns the addresses of its domain, so that it cannot belong to anybody else. */
  emailAuthoritative: boolean;
  /** As the person is called at Google, where it says so. */
  name: string | undefined;
}

/** Verifies Google's id_tokens (OpenID Connect Core, 3.1.3.7). Relies on no check that the gateway has made. */
export class IdTokenVerifier {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(private readonly options: GoogleOptions) {
    this.keys = createRemoteJWKSet(new URL(options.jwksUrl), { timeoutDuration: JWKS_TIMEOUT_MS });
  }

  /** @throws IdTokenInvalidError, EmailNotVerifiedError, GoogleKeysUnavailableError */
  async verify(idToken: string): Promise<GoogleUser> {
    const payload = await this.payloadOf(idToken);
    const { sub: subject, email: typedEmail } = payload;
    if (typeof subject !== 'string' || subject === '') throw new IdTokenInvalidError();
    const email = canonicalEmail(typedEmail);
    if (email === undefined || payload.email_verified !== true) throw new EmailNotVerifiedError();
    const emailAuthoritative = isAuthoritative(email, payload.hd);
    // Always the configured spelling of the issuer: with both, one Google account would be two identities.
    const name = typeof payload.name === 'string' ? payload.name.slice(0, MAX_NAME_LENGTH) : undefined;
    return { issuer: this.options.issuer, subject, typedEmail: String(typedEmail), email, emailAuthoritative, name };
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
      throw error instanceof GoogleKeysUnavailableError ? error : new IdTokenInvalidError();
    }
  }

  /** Keys that cannot be fetched say nothing about the token. */
  private readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    try {
      return await this.keys(header, token);
    } catch (error) {
      throw error instanceof errors.JWKSNoMatchingKey ? error : new GoogleKeysUnavailableError();
    }
  };
}

/** Google uses two spellings of its issuer: https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken */
function spellingsOf(issuer: string): string[] {
  return issuer === GOOGLE_ISSUER ? [GOOGLE_ISSUER, 'accounts.google.com'] : [issuer];
}

/** https://developers.google.com/identity/gsi/web/guides/verify-google-id-token: any other address may have a new owner. */
function isAuthoritative(email: string, hostedDomain: unknown): boolean {
  return email.endsWith('@gmail.com') || (typeof hostedDomain === 'string' && hostedDomain !== '');
}
