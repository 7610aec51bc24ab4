import { DomainError, InternalError } from '@messenger/errors';
import type { ReturnFromGoogleResponse } from '@messenger/proto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { config } from '../config.js';
import { AUTH_CLIENT, type AuthClient } from '../services/services.module.js';
import { AccessDeniedError, GoogleRefusedError, GoogleSignInDisabledError } from './google.errors.js';
import { GoogleStrategy } from './google.strategy.js';
import { allowedRedirect, withOutcome, type Outcome } from './redirects.js';
import { secretOrEmpty } from './secret.js';

/** Milliseconds: auth-service may have to fetch Google's keys first. */
const FINISH_DEADLINE = 5_000;

/** What Google sends the browser back with, as far as it is read. */
export interface GoogleCallback {
  state?: unknown;
  code?: unknown;
  error?: unknown;
}

/** Leads a browser to Google and back. Who has come back, auth-service decides. */
@Injectable()
export class GoogleService {
  private readonly logger = new Logger(GoogleService.name);

  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    /** None where there are no credentials. */
    @Inject(GoogleStrategy) private readonly strategy: GoogleStrategy | undefined,
  ) {}

  signInUrl(browser: string, wanted?: string): Promise<string> {
    const strategy = this.requireEnabled();
    const redirect = allowedRedirect(config.http.redirectUrls, wanted);
    return strategy.authorizationUrl((codeVerifier) =>
      this.auth.beginGoogleSignIn({ codeVerifier, redirect, browser }),
    );
  }

  linkUrl(browser: string, wanted?: string): Promise<string> {
    const strategy = this.requireEnabled();
    const redirect = allowedRedirect(config.http.redirectUrls, wanted);
    return strategy.authorizationUrl((codeVerifier) => this.auth.beginGoogleLink({ codeVerifier, redirect, browser }));
  }

  /** Where the browser goes in the end. Its state is used up before Google is asked for anything. */
  async comeBack({ state, ...callback }: GoogleCallback, browser: string): Promise<string> {
    const flow = await this.auth.returnFromGoogle({ state: secretOrEmpty(state), browser });
    return withOutcome(flow.redirect, await this.outcomeOf(flow, callback));
  }

  private async outcomeOf(flow: ReturnFromGoogleResponse, callback: GoogleCallback): Promise<Outcome> {
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
    return this.auth.finishGoogleSignIn({ flowId, idToken }, { deadline: FINISH_DEADLINE });
  }

  private requireEnabled(): GoogleStrategy {
    if (this.strategy === undefined) throw new GoogleSignInDisabledError();
    return this.strategy;
  }
}
