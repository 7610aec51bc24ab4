import type { ClientSocket } from './client-socket.js';
import { isRefreshable, ProblemError, SignedOutError } from './errors.js';
import type { components } from './gen/openapi.js';
import { createApi, ok, requestTimeout, type Api } from './http.js';

export type Tokens = components['schemas']['TokensView'];

/** Tokens, and when the access token expires by this machine's clock. */
export interface TimedTokens {
  tokens: Tokens;
  expiresAtMs: number;
}

/** A token is refreshed this long before it expires. */
const REFRESH_MARGIN_MS = 30_000;

/** Calls the API as one user, and refreshes the tokens when they expire. */
export class Session {
  readonly api: Api;
  /** The sockets over which messages can be sent now. */
  readonly liveSockets = new Set<ClientSocket>();
  private readonly end = new AbortController();
  private readonly listeners = new Set<(tokens: Tokens) => void>();
  private current: TimedTokens | undefined;
  private refreshing: Promise<void> | undefined;

  /** @param tokens without them the first call refreshes */
  constructor(
    readonly url: string,
    tokens?: Tokens,
    private readonly expectedUserId?: string,
  ) {
    this.current = tokens && timed(tokens);
    this.api = createApi(url, (request) => this.fetch(request));
  }

  /** Aborts with a SignedOutError when the session has ended. */
  get ended(): AbortSignal {
    return this.end.signal;
  }

  /** Empty until the first tokens where it was not known before. */
  get userId(): string {
    return this.expectedUserId ?? this.tokens?.userId ?? '';
  }

  get tokens(): Tokens | undefined {
    return this.current?.tokens;
  }

  /** Calls `listener` with every later pair of tokens; the returned function ends that. */
  onTokens(listener: (tokens: Tokens) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Refreshes the token first if it is about to expire. */
  async accessToken(): Promise<string> {
    this.ended.throwIfAborted();
    if (!isFresh(this.current)) await this.refresh();
    return this.currentAccessToken;
  }

  /**
   * Refreshes the tokens; concurrent calls share one request. Rejects with SignedOutError if the session has ended.
   *
   * @param refused the access token that the API refused; if it is no longer the current one, nothing is done
   */
  async refresh(refused = this.tokens?.accessToken): Promise<void> {
    this.ended.throwIfAborted();
    if (refused !== this.tokens?.accessToken) return;
    this.refreshing ??= this.replaceTokens().finally(() => (this.refreshing = undefined));
    await this.refreshing;
  }

  /** Ends the session here: every later call rejects. */
  signOut(reason: string): void {
    this.end.abort(new SignedOutError(reason));
  }

  protected get timedTokens(): TimedTokens | undefined {
    return this.current;
  }

  /** Asks for the tokens after the current ones. */
  protected async nextTokens(): Promise<TimedTokens> {
    const init = { body: { refreshToken: this.tokens?.refreshToken ?? '' }, signal: requestTimeout() };
    return timed(await ok(createApi(this.url).POST('/v1/auth/refresh', init)));
  }

  protected adopt(next: TimedTokens): void {
    this.current = next;
    for (const listener of this.listeners) listener(next.tokens);
  }

  /** Sends a request; sends it again with fresh tokens if the API refuses the access token. */
  private async fetch(request: Request): Promise<Response> {
    const token = await this.accessToken();
    const response = await fetch(authorized(request.clone(), token));
    if (!(await isUnauthenticated(response))) return response;
    await this.refresh(token);
    return fetch(authorized(request, this.currentAccessToken));
  }

  private async replaceTokens(): Promise<void> {
    const next = await this.nextTokens().catch((error: unknown) => {
      if (error instanceof ProblemError && error.status === 401) this.signOut(error.reason);
      this.ended.throwIfAborted();
      throw error;
    });
    this.ended.throwIfAborted();
    if (next !== this.current) this.adopt(next);
  }

  private get currentAccessToken(): string {
    return this.tokens?.accessToken ?? '';
  }
}

export function timed(tokens: Tokens): TimedTokens {
  return { tokens, expiresAtMs: Date.now() + tokens.expiresIn * 1_000 };
}

/** Whether the access token does not expire soon. */
export function isFresh(current: TimedTokens | undefined): current is TimedTokens {
  if (current === undefined) return false;
  const marginMs = Math.min(REFRESH_MARGIN_MS, (current.tokens.expiresIn * 1_000) / 2);
  return Date.now() <= current.expiresAtMs - marginMs;
}

function authorized(request: Request, token: string): Request {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
}

async function isUnauthenticated(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const { reason } = (await response.clone().json()) as { reason?: string };
  return isRefreshable(reason);
}
