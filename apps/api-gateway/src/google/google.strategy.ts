import { Injectable, Logger } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy, type GoogleCallbackParameters } from 'passport-google-oauth20';
import { GoogleRefusedError, GoogleUnavailableError } from './google.errors.js';
import { timeLimitedAgent } from './time-limited-agent.js';

export interface GoogleOptions {
  clientId: string;
  clientSecret: string;
  authorizationUrl: string;
  tokenUrl: string;
  callbackUrl: string;
}

/** Begins a flow with the verifier that Passport has made, and answers with its state. */
export type BeginFlow = (codeVerifier: string) => Promise<{ state: string }>;

type Done<T extends unknown[]> = (error: Error | null, ...results: T) => void;

/** Milliseconds. */
const TOKEN_TIMEOUT = 5_000;
const NAME = 'google';
/** With the `params` that hold the id_token, between the refresh token and the profile. */
const VERIFY_ARITY = 5;

/** auth-service keeps the state and the verifier; what Passport is to do with them comes with each call. */
const callersStore = {
  store: (_request: object, codeVerifier: string, begin: BeginFlow, _meta: object, done: Done<[state?: string]>) => {
    begin(codeVerifier).then(({ state }) => done(null, state), done);
  },
  // The state has been used by now: a callback that has none never gets this far.
  verify: (request: { codeVerifier: string }, _state: unknown, _meta: object, done: Done<[verifier: string]>) =>
    done(null, request.codeVerifier),
};

/** Passport's way to Google, without a session and without Passport's hands on our requests and replies. */
@Injectable()
export class GoogleStrategy extends PassportStrategy(Strategy, NAME, VERIFY_ARITY) {
  private readonly logger = new Logger(GoogleStrategy.name);

  constructor({ clientId, clientSecret, authorizationUrl, tokenUrl, callbackUrl }: GoogleOptions) {
    super({
      clientID: clientId,
      clientSecret,
      authorizationURL: authorizationUrl,
      tokenURL: tokenUrl,
      callbackURL: callbackUrl,
      scope: ['openid', 'email', 'profile'],
      pkce: true,
      store: callersStore as never,
      // The id_token says the same, signed; and the profile would be asked for with the access token in the URL.
      skipUserProfile: true,
    });
    this._oauth2.setAgent(timeLimitedAgent(tokenUrl, TOKEN_TIMEOUT));
  }

  /** Where the browser is to go. Rejects with what `begin` rejects with. */
  authorizationUrl(begin: BeginFlow): Promise<string> {
    return new Promise((resolve, reject) => {
      // How Passport redirects; a reply of Fastify has neither method.
      const response = {
        setHeader: (name: string, value: string) => name === 'Location' && resolve(value),
        end: () => undefined,
      };
      this.run({ query: {} }, { state: begin }, response, reject);
    });
  }

  /** What Google gives for its code. @throws GoogleRefusedError, GoogleUnavailableError */
  async idToken(code: string, codeVerifier: string): Promise<string> {
    const idToken = await new Promise<string | false>((resolve, reject) => {
      const done: Done<[idToken: string | false]> = (error, given) => (error ? reject(error) : resolve(given));
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
    throw error.name === 'TokenError' ? new GoogleRefusedError() : new GoogleUnavailableError();
  }
}
