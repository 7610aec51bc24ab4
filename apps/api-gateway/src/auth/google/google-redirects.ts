import type { StartGoogleSignInDto } from '@messenger/dto';
import { AUTH_REASONS, DomainError, InternalError } from '@messenger/errors';
import type { ReturnFromGoogleResponse } from '@messenger/proto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { config } from '../../config.js';
import { AccessDeniedError, GoogleRefusedError, GoogleNotConfiguredError } from './google.errors.js';
import { GoogleStrategy } from './google.strategy.js';
import { allowedNativeRedirect, allowedRedirect, withOutcome, type SignInOutcome } from './redirect-url.js';
import { secretOrEmpty } from '../tokens/secret.js';

/** Longer than that of other calls: auth-service may have to fetch Google's keys first. */
const FINISH_DEADLINE_MS = 5_000;

/** The query parameters of Google's callback that we read. */
export interface GoogleCallback {
  state?: unknown;
  code?: unknown;
  error?: unknown;
}

/** What a sign-in begins with. */
export type SignInStart = Pick<StartGoogleSignInDto, 'redirect' | 'codeChallenge' | 'invite'>;

/** Redirects a browser to Google and from there back to the app; auth-service resolves the account. */
@Injectable()
export class GoogleRedirects {
  private readonly logger = new Logger(GoogleRedirects.name);

  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    /** Undefined where GOOGLE_CLIENT_ID is not set. */
    @Inject(GoogleStrategy) private readonly strategy: GoogleStrategy | undefined,
  ) {}

  /**
   * The URL at Google that begins a sign-in; with the PKCE challenge of a native app, whose code is for the app, and with
   * the code of an invite, where there is one.
   *
   * @throws GoogleNotConfiguredError, RedirectNotAllowedError
   */
  signInUrl(browser: string, { redirect, codeChallenge: appChallenge, invite }: SignInStart): Promise<string> {
    const strategy = this.requireEnabled();
    const urls = config.http.redirectUrls;
    const allowed =
      appChallenge === undefined ? allowedRedirect(urls, redirect) : allowedNativeRedirect(urls, redirect);
    return strategy.authorizationUrl((codeVerifier) =>
      this.auth.beginGoogleSignIn({ codeVerifier, redirect: allowed, browser, appChallenge, invite }),
    );
  }

  /** The URL at Google that begins to link an identity to the caller's account. @throws as signInUrl */
  linkUrl(browser: string, redirect?: string): Promise<string> {
    const strategy = this.requireEnabled();
    const allowed = allowedRedirect(config.http.redirectUrls, redirect);
    return strategy.authorizationUrl((codeVerifier) =>
      this.auth.beginGoogleLink({ codeVerifier, redirect: allowed, browser }),
    );
  }

  /**
   * The app's URL with a code or an error. The state is consumed before Google is asked for a token. A page that was
   * reloaded has none any more: a person is led to the default redirect, a program gets the error.
   */
  async handleCallback({ state, ...callback }: GoogleCallback, browser: string, acceptsPage: boolean): Promise<string> {
    try {
      const flow = await this.auth.returnFromGoogle({ state: secretOrEmpty(state), browser });
      return withOutcome(flow.redirect, await this.outcomeOf(flow, callback));
    } catch (error) {
      const stateInvalid = AUTH_REASONS.OAUTH_STATE_INVALID.reason;
      if (!acceptsPage || !(error instanceof DomainError) || error.reason !== stateInvalid) throw error;
      return withOutcome(allowedRedirect(config.http.redirectUrls), { error: stateInvalid });
    }
  }

  private async outcomeOf(flow: ReturnFromGoogleResponse, callback: GoogleCallback): Promise<SignInOutcome> {
    try {
      return await this.finish(flow, callback);
    } catch (error) {
      if (error instanceof DomainError) return { error: error.reason };
      this.logger.error('A sign-in with Google failed', error as Error);
      return { error: new InternalError().reason };
    }
  }

  private async finish({ flowId, codeVerifier }: ReturnFromGoogleResponse, { code, error }: GoogleCallback) {
    if (error === 'access_denied') throw new AccessDeniedError();
    if (error !== undefined || typeof code !== 'string') throw new GoogleRefusedError();
    const idToken = await this.requireEnabled().idToken(code, codeVerifier);
    return this.auth.finishGoogleSignIn({ flowId, idToken }, { deadlineMs: FINISH_DEADLINE_MS });
  }

  private requireEnabled(): GoogleStrategy {
    if (this.strategy === undefined) throw new GoogleNotConfiguredError();
    return this.strategy;
  }
}
