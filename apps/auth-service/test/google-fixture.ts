import { randomUUID } from 'node:crypto';
import type { Caller } from '@messenger/authentication';
import type { Tokens } from '@messenger/proto';
import { eventually } from '@messenger/testing';
import type { JWTPayload } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';
import { expect } from 'vitest';
import { newOpaqueToken } from '../src/crypto/opaque-token.js';
import { ExchangeCodesRepository } from '../src/google/exchange-codes.repository.js';
import { GoogleFlowsRepository } from '../src/google/google-flows.repository.js';
import { GoogleSignInService } from '../src/google/google-sign-in.service.js';
import { IdTokenVerifier } from '../src/google/id-token-verifier.js';
import { SignInResolver } from '../src/google/sign-in-resolver.js';
import { IdentitiesRepository } from '../src/identities/identities.repository.js';
import { IdentitiesService } from '../src/identities/identities.service.js';
import {
  accountsOnPostgres,
  anEmail,
  callerOf,
  PASSWORD,
  query,
  type InstanceOptions,
} from './accounts-on-postgres.js';

export const CLIENT_ID = 'messenger.apps.googleusercontent.com';
export const ISSUER = 'https://accounts.google.com';

/** Stands in for Google: signs id_tokens, and publishes its keys over HTTP. */
async function googleKeys() {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  server.issuer.url = ISSUER;
  const { port } = server.address();
  return { server, jwksUrl: `http://127.0.0.1:${port}/jwks` };
}

/** Real: PostgreSQL, the run-time role, the services. Not real: Google's keys. */
export async function googleOnPostgres(options: InstanceOptions = {}) {
  const postgres = await accountsOnPostgres();
  const { sql } = postgres;
  const { accounts, accountsRepository, invites, sessions } = postgres.instance(options);
  const { server, jwksUrl } = await googleKeys();
  const identitiesRepository = new IdentitiesRepository();
  const identities = new IdentitiesService(sql, accountsRepository, identitiesRepository, sessions);
  const resolver = new SignInResolver(accountsRepository, accounts, identitiesRepository, sessions);
  const googleOn = (url: string | undefined) =>
    new GoogleSignInService(
      ...([sql, new GoogleFlowsRepository(), new ExchangeCodesRepository()] as const),
      url === undefined ? undefined : new IdTokenVerifier({ clientId: CLIENT_ID, issuer: ISSUER, jwksUrl: url }),
      ...([resolver, accountsRepository, sessions] as const),
    );

  return {
    accounts,
    accountsRepository,
    google: googleOn(jwksUrl),
    googleOn,
    identities,
    instance: postgres.instance,
    invites,
    keys: server.issuer.keys,
    sessions,
    sql,

    /** Signed as Google does. */
    idToken: (claims: object = {}): Promise<string> =>
      server.issuer.buildToken({ scopesOrTransform: (_header, payload) => void Object.assign(payload, claims) }),

    async close(): Promise<void> {
      await server.stop();
      await postgres.close();
    },
  };
}

export type Auth = Awaited<ReturnType<typeof googleOnPostgres>>;

/** Claims of an id_token. The address is of gmail.com by default, for which Google is authoritative. */
export function someGoogleClaims(claims: Record<string, unknown> = {}): JWTPayload {
  return {
    aud: CLIENT_ID,
    sub: randomUUID(),
    email: anEmailAt('gmail.com'),
    email_verified: true,
    ...claims,
  };
}

export function aBrowser(): string {
  return newOpaqueToken();
}

export function flowStart(browser: string): { codeVerifier: string; redirect: string; browser: string } {
  return { codeVerifier: newOpaqueToken(), redirect: 'https://chat.example.com/', browser };
}

/** Completes a sign-in at Google, or a linking; resolves with the exchange code. */
export async function finishedSignIn(
  auth: Auth,
  claims: JWTPayload,
  browser = aBrowser(),
  caller?: Caller,
): Promise<string> {
  const { google } = auth;
  const state = await (caller ? google.beginLink(flowStart(browser), caller) : google.begin(flowStart(browser)));
  const { flowId } = await google.handleCallback(state, browser);
  return google.finish(flowId, await auth.idToken(claims));
}

export async function signIn(auth: Auth, claims: JWTPayload): Promise<Tokens> {
  const browser = aBrowser();
  return auth.google.exchange(await finishedSignIn(auth, claims, browser), browser);
}

/** An account with a password, and its first session. */
export async function anAccount({ accounts, sql }: Auth, { email = anEmail(), verified = false } = {}) {
  const tokens = await accounts.register(email, PASSWORD);
  if (verified) await query(sql, `UPDATE accounts SET email_verified_at = now() WHERE id = $1`, [tokens.userId]);
  return { email, ...tokens, caller: callerOf(tokens) };
}

export function anEmailAt(domain: string): string {
  return `somebody-${randomUUID()}@${domain}`;
}

/** Resolves when a statement in this database waits for a lock. */
export async function lockWait({ sql }: Auth): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await eventually(async () => expect(await query(sql, waiting)).toHaveLength(1));
}
