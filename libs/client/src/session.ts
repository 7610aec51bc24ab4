import type { ClientSocket } from './client-socket.js';
import { isRefreshable, ProblemError, SignedOutError } from './errors.js';
import type { components } from './gen/openapi.js';
import { createApi, ok, requestTimeout, type Api } from './http.js';

export type Tokens = components['schemas']['TokensView'];

/** A token is refreshed this long before it expires. */
const REFRESH_MARGIN_MS = 30_000;

/** Calls the API as one user, and refreshes the tokens when they expire. */
export class Session {
  readonly api: Api;
  /** The sockets over which messages can be sent now. */
  readonly liveSockets = new Set<ClientSocket>();
  private readonly listeners = new Set<(tokens: Tokens) => void>();
  private expiresAt: number;
  private refreshing: Promise<void> | undefined;

  constructor(
    readonly url: string,
    private current: Tokens,
  ) {
    this.expiresAt = expiryOf(current);
    this.api = createApi(url, (request) => this.fetch(request));
  }

  get tokens(): Tokens {
    return this.current;
  }

  /** Calls `listener` with every later pair of tokens; the returned function ends that. */
  onTokens(listener: (tokens: Tokens) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Refreshes the token first if it is about to expire. */
  async accessToken(): Promise<string> {
    const marginMs = Math.min(REFRESH_MARGIN_MS, (this.current.expiresIn * 1_000) / 2);
    if (Date.now() > this.expiresAt - marginMs) await this.refresh();
    return this.current.accessToken;
  }

  /**
   * Refreshes the tokens; concurrent calls share one request. Rejects with SignedOutError if the session has ended.
   *
   * @param refused the access token that the API refused; if it is no longer the current one, nothing is done
   */
  async refresh(refused = this.current.accessToken): Promise<void> {
    if (refused !== this.current.accessToken) return;
    this.refreshing ??= this.replaceTokens().finally(() => (this.refreshing = undefined));
    await this.refreshing;
  }

  /** Sends a request; sends it again with fresh tokens if the API refuses the access token. */
  private async fetch(request: Request): Promise<Response> {
    const token = await this.accessToken();
    const response = await fetch(authorized(request.clone(), token));
    if (!(await isUnauthenticated(response))) return response;
    await this.refresh(token);
    return fetch(authorized(request, this.current.accessToken));
  }

  private async replaceTokens(): Promise<void> {
    const init = { body: { refreshToken: this.current.refreshToken }, signal: requestTimeout() };
    try {
      this.current = await ok(createApi(this.url).POST('/v1/auth/refresh', init));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) throw new SignedOutError(error.reason);
      throw error;
    }
    this.expiresAt = expiryOf(this.current);
    for (const listener of this.listeners) listener(this.current);
  }
}

function expiryOf({ expiresIn }: Tokens): number {
  return Date.now() + expiresIn * 1_000;
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
