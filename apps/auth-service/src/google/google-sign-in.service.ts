import type { Caller } from '@messenger/authentication';
import { Database, isUniqueViolation } from '@messenger/database';
import type { Complete, Tokens } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { EmailTakenError } from '../accounts/accounts.errors.js';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { requireRecentSignIn } from '../accounts/recent-sign-in.js';
import { hashOf, newOpaqueToken } from '../crypto/opaque-token.js';
import { hashOfInvite } from '../invites/registration-policy.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { LinkIntent } from './account-linking.js';
import { ExchangeCodesRepository } from './exchange-codes.repository.js';
import { ExchangeCodeInvalidError, GoogleSignInNotConfiguredError, OAuthStateInvalidError } from './google.errors.js';
import { GoogleFlowsRepository, type FinishedFlow, type ReturnedFlow } from './google-flows.repository.js';
import { IdTokenVerifier, type GoogleUser } from './id-token-verifier.js';
import { SignInResolver } from './sign-in-resolver.js';

export interface FlowStart {
  codeVerifier: string;
  redirect: string;
  browser: string;
  /** PKCE of a native app: S256. */
  appChallenge?: string;
  /** The code of an invite. */
  invite?: string;
}

/** The steps of a sign-in with Google: begin, callback, finish, exchange. Each but the first works once. */
@Injectable()
export class GoogleSignInService {
  constructor(
    private readonly database: Database,
    private readonly flows: GoogleFlowsRepository,
    private readonly codes: ExchangeCodesRepository,
    /** Undefined where the server has no Google credentials. */
    @Inject(IdTokenVerifier) private readonly idTokens: IdTokenVerifier | undefined,
    private readonly resolver: SignInResolver,
    private readonly accounts: AccountsRepository,
    private readonly sessions: SessionsService,
  ) {}

  /** Resolves with the OAuth state. */
  async begin(
    { codeVerifier, redirect, browser, appChallenge, invite }: FlowStart,
    linkIntent?: LinkIntent,
  ): Promise<string> {
    this.requireConfigured();
    const state = newOpaqueToken();
    const appHash = appChallenge === undefined ? null : hashOfApp(appChallenge);
    const hashes = {
      stateHash: hashOf(state),
      browserHash: hashOf(browser),
      appHash,
      inviteHash: hashOfInvite(invite),
    };
    await this.flows.insert(this.database, { codeVerifier, redirect, linkIntent, ...hashes });
    return state;
  }

  async beginLink(start: FlowStart, caller: Caller): Promise<string> {
    requireRecentSignIn(caller);
    return this.begin(start, caller);
  }

  async handleCallback(state: string, browser: string): Promise<ReturnedFlow> {
    this.requireConfigured();
    const flow = await this.flows.markReturned(this.database, hashOf(state), hashOf(browser));
    if (flow === undefined) throw new OAuthStateInvalidError();
    return flow;
  }

  /** Resolves with the exchange code. */
  async finish(flowId: string, idToken: string): Promise<string> {
    const idTokens = this.requireConfigured();
    const flow = await this.flows.markFinished(this.database, flowId);
    if (flow === undefined) throw new OAuthStateInvalidError();
    const user = await idTokens.verify(idToken);
    const signIn = (): Promise<string> => this.createCode(user, flow);
    // Another sign-in has created the account or the identity at the same moment: the second attempt finds it.
    return signIn().catch((error: unknown) => (hasLostRace(error) ? signIn() : Promise.reject(error as Error)));
  }

  /** @param appVerifier of a native app, whose browser does not count */
  async exchange(code: string, browser: string, appVerifier?: string): Promise<Complete<Tokens>> {
    this.requireConfigured();
    const ownerHash = appVerifier === undefined ? hashOf(browser) : hashOfApp(challengeOf(appVerifier));
    const presented = { hash: hashOf(code), ownerHash };
    return this.database.transaction(async (transaction) => {
      const userId = await this.codes.findUserId(transaction, presented.hash);
      if (userId === undefined) throw new ExchangeCodeInvalidError();
      // Before the code is consumed: a transaction that deletes the identity now is waited for, and takes the code with it.
      await this.accounts.lock(transaction, userId);
      if (!(await this.codes.consume(transaction, presented))) throw new ExchangeCodeInvalidError();
      return this.sessions.create(transaction, userId);
    });
  }

  private createCode(user: GoogleUser, { ownerHash, ...flow }: FinishedFlow): Promise<string> {
    const code = newOpaqueToken();
    return this.database.transaction(async (transaction) => {
      const identityId = await this.resolver.resolve(transaction, user, flow);
      await this.codes.insert(transaction, { hash: hashOf(code), ownerHash }, identityId);
      return code;
    });
  }

  private requireConfigured(): IdTokenVerifier {
    if (this.idTokens === undefined) throw new GoogleSignInNotConfiguredError();
    return this.idTokens;
  }
}

/** Apart from the hashes of browsers: the challenge travels in a URL, and must not do as a cookie. */
function hashOfApp(challenge: string): Buffer {
  return hashOf(`app ${challenge}`);
}

/** RFC 7636, 4.6. */
function challengeOf(verifier: string): string {
  return hashOf(verifier).toString('base64url');
}

function hasLostRace(error: unknown): boolean {
  return error instanceof EmailTakenError || isUniqueViolation(error, 'identities_issuer_subject_key');
}
