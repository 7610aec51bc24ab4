import { Injectable, Logger } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy, type GoogleCallbackParameters } from 'passport-google-oauth20';
import { GoogleRefusedError, GoogleTokenUnavailableError } from './google.errors.js';
import { timeLimitedAgent } from './time-limited-agent.js';

export interface GoogleOAuthOptions {
  clientId: string;
  clientSecret: string;
  authorizationUrl: string;
  tokenUrl: string;
  callbackUrl: string;
}

/** Starts a flow at auth-service with the PKCE verifier that Passport generated; resolves with its state. */
export type BeginFlow = (codeVerifier: string) => Promise<{ state: string }>;

type Done<T extends unknown[]> = (error: Error | null, ...results: T) => void;

const TOKEN_TIMEOUT_MS = 5_000;
const NAME = 'google';
/** Passport passes `params`, which hold the id_token, to a verify callback of five parameters. */
const VERIFY_ARITY = 5;

/** Passport's state store. auth-service stores state and verifier, so each call brings its own functions. */
const stateStore = {
  store: (_request: object, codeVerifier: string, begin: BeginFlow, _meta: object, done: Done<[state?: string]>) => {
    begin(codeVerifier).then(({ state }) => done(null, state), done);
  },
  // auth-service has consumed the state before Passport runs, and refused a callback without one.
  verify: (request: { codeVerifier: string }, _state: unknown, _meta: object, done: Done<[verifier: string]>) =>
    done(null, request.codeVerifier),
};

/** Passport's OAuth client for Google, without a session; it never touches Fastify's requests and replies. */
@Injectable()
export class GoogleStrategy extends PassportStrategy(Strategy, NAME, VERIFY_ARITY) {
  private readonly logger = new Logger(GoogleStrategy.name);

  constructor({ clientId, clientSecret, authorizationUrl, tokenUrl, callbackUrl }: GoogleOAuthOptions) {
    super({
      clientID: clientId,
      clientSecret,
      authorizationURL: authorizationUrl,
      tokenURL: tokenUrl,
      callbackURL: callbackUrl,
      scope: ['openid', 'email', 'profile'],
      pkce: true,
      store: stateStore as never,
      // The signed id_token has the profile; Passport would fetch it again with the access token in the URL.
      skipUserProfile: true,
    });
    this._oauth2.setAgent(timeLimitedAgent(tokenUrl, TOKEN_TIMEOUT_MS));
  }

  /** The URL at Google to redirect the browser to. Rejects where `begin` does, with its error. */
  authorizationUrl(begin: BeginFlow): Promise<string> {
    return new Promise((resolve, reject) => {
      // Passport redirects with these two methods of Node.js, which Fastify's reply has not.
      const response = {
        setHeader: (name: string, value: string) => name === 'Location' && resolve(value),
        end: () => undefined,
      };
      this.run({ query: {} }, { state: begin }, response, reject);
    });
  }

  /** Exchanges Google's code for an id_token. @throws GoogleRefusedError, GoogleTokenUnavailableError */
  async idToken(code: string, codeVerifier: string): Promise<string> {
    const idToken = await new Promise<string | false>((resolve, reject) => {
      const done: Done<[idToken: string | false]> = (error, token) => (error ? reject(error) : resolve(token));
      this.run({ query: { code }, codeVerifier }, {}, {}, done);
    }).catch((error: unknown) => this.refuse(error as Error));
    if (!idToken) throw new GoogleRefusedError();
    return idToken;
  }

  validate(
    _accessToken: string,
    _refreshToken: string,
    { id_token: idToken }: GoogleCallbackParameters,
  ): string | false {
    return idToken ?? false;
  }

  private run(request: object, options: object, response: object, done: Done<[idToken: string | false]>): void {
    const middleware = passport.authenticate(NAME, { session: false, ...options }, done) as (
      ...args: unknown[]
    ) => void;
    middleware(request, response, done);
  }

  private refuse(error: Error): never {
    this.logger.warn('Google gave no token', error);
    throw error.name === 'TokenError' ? new GoogleRefusedError() : new GoogleTokenUnavailableError();
  }
}
