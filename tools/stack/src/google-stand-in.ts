import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  OAuth2Issuer,
  OAuth2Service,
  type MutableRedirectUri,
  type MutableResponse,
  type MutableToken,
  type TokenRequestIncomingMessage,
} from 'oauth2-mock-server';
import { isProduction, type GoogleEnv } from './config.js';
import { authorizationProblem, Grants, type GoogleClient } from './google-stand-in-grants.js';
import { choicePage, errorPage } from './google-stand-in-page.js';
import { googlePerson, type GooglePerson } from './google-stand-in-person.js';
import { freePorts } from './ports.js';

/** A name, not an address: accounts know their people by it, and the port is another one after each start. */
const ISSUER = 'https://google-stand-in.invalid';

/** Fields of the page's form; all else in a request is the application's. */
const CHOICE = ['email', 'workspace', 'unverified'];

/** An OpenID provider that lets everyone be anybody, and otherwise insists on what Google insists on. */
export class GoogleStandIn {
  private readonly client: GoogleClient = { id: 'google-stand-in', secret: randomBytes(16).toString('hex') };
  private readonly grants = new Grants(this.client);
  private readonly server: Server;
  private tokenCalls = 0;

  private constructor(
    private readonly oauth: OAuth2Service,
    readonly url: string,
  ) {
    this.server = createServer((request, response) => this.answer(request, response));
    oauth.on('beforeAuthorizeRedirect', (to: MutableRedirectUri, request: IncomingMessage) => this.grant(to, request));
    oauth.on('beforeTokenSigning', (token: MutableToken, { body }: TokenRequestIncomingMessage) => {
      Object.assign(token.payload, this.grants.personOf(body.code));
    });
    oauth.on('beforeResponse', (response: MutableResponse, request: TokenRequestIncomingMessage) => {
      this.redeem(response, request);
    });
  }

  /** Inside this process, on a free port of this machine. Refuses where NODE_ENV is production. */
  static async start(): Promise<GoogleStandIn> {
    if (isProduction()) throw new Error('There is no stand-in for Google where NODE_ENV is production');
    const issuer = new OAuth2Issuer();
    issuer.url = ISSUER;
    await issuer.keys.generate('RS256');
    const [port] = await freePorts(1);
    const standIn = new GoogleStandIn(new OAuth2Service(issuer), `http://127.0.0.1:${port}`);
    await once(standIn.server.listen(port, '127.0.0.1'), 'listening');
    return standIn;
  }

  /** What the apps must know of it. */
  get settings(): GoogleEnv {
    return {
      GOOGLE_CLIENT_ID: this.client.id,
      GOOGLE_CLIENT_SECRET: this.client.secret,
      GOOGLE_AUTHORIZATION_URL: `${this.url}/authorize`,
      GOOGLE_TOKEN_URL: `${this.url}/token`,
      GOOGLE_ISSUER: ISSUER,
      GOOGLE_JWKS_URL: `${this.url}/jwks`,
    };
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (pathname === '/authorize') return this.authorize(searchParams, request, response);
    if (pathname === '/token-calls') return void response.end(String(this.tokenCalls));
    if (pathname === '/token') this.tokenCalls += 1;
    this.oauth.requestHandler(request, response);
  }

  private authorize(query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    const problem = authorizationProblem(query, this.client);
    if (problem) return show(response, 400, errorPage(problem));
    const application = new URLSearchParams([...query].filter(([name]) => !CHOICE.includes(name)));
    if (!query.has('email')) return show(response, 200, choicePage(application));
    if (!chosenPerson(query)) return show(response, 400, choicePage(application, 'This is no e-mail address.'));
    this.oauth.requestHandler(request, response);
  }

  private grant({ url: redirect }: MutableRedirectUri, request: IncomingMessage): void {
    const { searchParams: query } = new URL(request.url ?? '/', this.url);
    const person = chosenPerson(query);
    const code = redirect.searchParams.get('code');
    if (person && code) this.grants.add(code, { person, redirectUri: query.get('redirect_uri') ?? '' });
  }

  private redeem(response: MutableResponse, { body }: TokenRequestIncomingMessage): void {
    if (!this.grants.redeem(body)) Object.assign(response, { statusCode: 400, body: { error: 'invalid_grant' } });
  }
}

function chosenPerson(query: URLSearchParams): GooglePerson | undefined {
  return googlePerson({
    email: query.get('email') ?? '',
    workspace: query.has('workspace'),
    unverified: query.has('unverified'),
  });
}

function show(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}
