import type { Caller } from '@messenger/authentication';
import { Database, isUniqueViolation } from '@messenger/database';
import type { Tokens } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { EmailTakenError } from '../accounts/accounts.errors.js';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { requireRecentSignIn } from '../accounts/recent-sign-in.js';
import { hashOf, newOpaqueToken } from '../crypto/opaque-token.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { ArrivalsService, type Linking } from './arrivals.service.js';
import { ExchangeCodesRepository } from './exchange-codes.repository.js';
import { ExchangeCodeInvalidError, GoogleSignInDisabledError, OAuthStateInvalidError } from './google.errors.js';
import { GoogleFlowsRepository, type ReturnedFlow } from './google-flows.repository.js';
import { IdTokenVerifier } from './id-token-verifier.js';

/** What a flow begins with. */
export interface Beginning {
  codeVerifier: string;
  redirect: string;
  browser: string;
}

/** The way to Google and back, step by step: begin, come back, finish, exchange. All but the first work once. */
@Injectable()
export class GoogleService {
  constructor(
    private readonly database: Database,
    private readonly flows: GoogleFlowsRepository,
    private readonly codes: ExchangeCodesRepository,
    /** None where there are no credentials. */
    @Inject(IdTokenVerifier) private readonly idTokens: IdTokenVerifier | undefined,
    private readonly arrivals: ArrivalsService,
    private readonly accounts: AccountsRepository,
    private readonly sessions: SessionsService,
  ) {}

  /** Answers with the state. */
  async begin({ browser, ...flow }: Beginning, linking?: Linking): Promise<string> {
    this.requireEnabled();
    const state = newOpaqueToken();
    const hashes = { stateHash: hashOf(state), browserHash: hashOf(browser) };
    await this.flows.begin(this.database, { ...flow, ...hashes, linking });
    return state;
  }

  async beginLink(beginning: Beginning, caller: Caller): Promise<string> {
    requireRecentSignIn(caller);
    return this.begin(beginning, caller);
  }

  async comeBack(state: string, browser: string): Promise<ReturnedFlow> {
    this.requireEnabled();
    const flow = await this.flows.comeBack(this.database, hashOf(state), hashOf(browser));
    if (flow === undefined) throw new OAuthStateInvalidError();
    return flow;
  }

  /** Answers with the exchange code. */
  async finish(flowId: string, idToken: string): Promise<string> {
    const idTokens = this.requireEnabled();
    const flow = await this.flows.finish(this.database, flowId);
    if (flow === undefined) throw new OAuthStateInvalidError();
    const person = await idTokens.verify(idToken);
    const code = newOpaqueToken();
    const admit = () =>
      this.database.transaction(async (transaction) => {
        const identityId = await this.arrivals.admit(transaction, person, flow.linking);
        await this.codes.insert(transaction, { hash: hashOf(code), browserHash: flow.browserHash }, identityId);
      });
    // Who loses against a twin finds the twin's account at the second try.
    await admit().catch((error: unknown) => (hasLostRace(error) ? admit() : Promise.reject(error as Error)));
    return code;
  }

  async exchange(code: string, browser: string): Promise<Tokens> {
    this.requireEnabled();
    const presented = { hash: hashOf(code), browserHash: hashOf(browser) };
    return this.database.transaction(async (transaction) => {
      const userId = await this.codes.userOf(transaction, presented.hash);
      if (userId === undefined) throw new ExchangeCodeInvalidError();
      // Before the code is used: whoever drops identities or revokes sessions now is waited for, and the code is gone.
      await this.accounts.lock(transaction, userId);
      if (!(await this.codes.use(transaction, presented))) throw new ExchangeCodeInvalidError();
      return this.sessions.begin(transaction, userId);
    });
  }

  private requireEnabled(): IdTokenVerifier {
    if (this.idTokens === undefined) throw new GoogleSignInDisabledError();
    return this.idTokens;
  }
}

function hasLostRace(error: unknown): boolean {
  return error instanceof EmailTakenError || isUniqueViolation(error, 'identities_issuer_subject_key');
}
