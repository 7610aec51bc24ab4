import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Env } from '@messenger/stack';
import {
  OAuth2Issuer,
  OAuth2Service,
  type MutableRedirectUri,
  type MutableResponse,
  type MutableToken,
} from 'oauth2-mock-server';

export const CLIENT_ID = 'messenger.apps.example.com';

export type Claims = Record<string, unknown>;

/** What Google says of somebody: a gmail.com address by default, for which it is authoritative. */
export function aGooglePerson(claims: Claims = {}): Claims {
  return { sub: randomUUID(), email: `somebody-${randomUUID()}@gmail.com`, email_verified: true, ...claims };
}

/** Stands for Google: signs in whoever the test says, and refuses a code without its verifier or a second time. */
export class GoogleProvider {
  person: Claims = aGooglePerson();
  /** What its next answers are instead. */
  authorizes: Record<string, string> | undefined;
  answers: Partial<MutableResponse> | undefined;
  hangs = false;
  /** Of every request, in their order. */
  readonly urls: string[] = [];
  private readonly challenged = new Set<string>();

  private constructor(
    readonly url: string,
    private readonly server: Server,
    service: OAuth2Service,
  ) {
    server.on('request', (request, response) => {
      this.urls.push(String(request.url));
      if (!this.hangs) service.requestHandler(request, response);
    });
    service.on('beforeTokenSigning', ({ payload }: MutableToken) => Object.assign(payload, this.person));
    service.on('beforeAuthorizeRedirect', ({ url }: MutableRedirectUri) => this.authorize(url));
    service.on('beforeResponse', (response: MutableResponse, request: IncomingMessage & { body: Claims }) => {
      const { code, code_verifier: verifier } = request.body;
      const refused = !this.challenged.delete(String(code)) || verifier === undefined;
      const refusal = { statusCode: 400, body: { error: 'invalid_grant' } };
      Object.assign(response, refused ? refusal : this.answers);
    });
  }

  static async start(): Promise<GoogleProvider> {
    const issuer = new OAuth2Issuer();
    await issuer.keys.generate('RS256');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new GoogleProvider(issuer.url, server, new OAuth2Service(issuer));
  }

  get gatewayEnv(): Env {
    return {
      GOOGLE_CLIENT_ID: CLIENT_ID,
      GOOGLE_CLIENT_SECRET: 'hush',
      GOOGLE_AUTHORIZATION_URL: `${this.url}/authorize`,
      GOOGLE_TOKEN_URL: `${this.url}/token`,
    };
  }

  get authEnv(): Env {
    return { GOOGLE_CLIENT_ID: CLIENT_ID, GOOGLE_ISSUER: this.url, GOOGLE_JWKS_URL: `${this.url}/jwks` };
  }

  get tokenCalls(): number {
    return this.urls.filter((url) => url.startsWith('/token')).length;
  }

  reset(): void {
    [this.authorizes, this.answers, this.hangs] = [undefined, undefined, false];
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private authorize(url: URL): void {
    this.challenged.add(String(url.searchParams.get('code')));
    if (this.authorizes === undefined) return;
    url.searchParams.delete('code');
    for (const [name, value] of Object.entries(this.authorizes)) url.searchParams.set(name, value);
  }
}
