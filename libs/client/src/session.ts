import { ProblemError, SignedOutError } from './errors.js';
import type { components } from './gen/openapi.js';
import { createApi, ok, type Api } from './http.js';

export type Tokens = components['schemas']['TokensView'];

/** Milliseconds before its end from which on a token is replaced. */
const EARLY = 30_000;

/** Somebody's calls, with tokens that stay fresh. */
export class Session {
  readonly api: Api;
  private readonly listeners = new Set<(tokens: Tokens) => void>();
  private expiresAt: number;
  private refreshing: Promise<void> | undefined;

  constructor(
    readonly url: string,
    private current: Tokens,
  ) {
    this.expiresAt = endOf(current);
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

  /** Replaced in time. */
  async accessToken(): Promise<string> {
    const early = Math.min(EARLY, (this.current.expiresIn * 1_000) / 2);
    if (Date.now() > this.expiresAt - early) await this.refresh();
    return this.current.accessToken;
  }

  /**
   * Replaces the tokens; all who ask meanwhile share one refresh. Rejects with SignedOutError where the session is over.
   *
   * @param refused the access token that is no good; if it has been replaced already, nothing is left to do
   */
  async refresh(refused = this.current.accessToken): Promise<void> {
    if (refused !== this.current.accessToken) return;
    this.refreshing ??= this.replaceTokens().finally(() => (this.refreshing = undefined));
    await this.refreshing;
  }

  /** Sends a request, and once more with fresh tokens where the first are refused. */
  private async fetch(request: Request): Promise<Response> {
    const token = await this.accessToken();
    const answer = await fetch(authorized(request.clone(), token));
    if (!(await isUnauthenticated(answer))) return answer;
    await this.refresh(token);
    return fetch(authorized(request, this.current.accessToken));
  }

  private async replaceTokens(): Promise<void> {
    const { refreshToken } = this.current;
    try {
      this.current = await ok(createApi(this.url).POST('/v1/auth/refresh', { body: { refreshToken } }));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) throw new SignedOutError(error.reason);
      throw error;
    }
    this.expiresAt = endOf(this.current);
    for (const listener of this.listeners) listener(this.current);
  }
}

function endOf({ expiresIn }: Tokens): number {
  return Date.now() + expiresIn * 1_000;
}

function authorized(request: Request, token: string): Request {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
}

async function isUnauthenticated(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const { reason } = (await answer.clone().json()) as { reason?: string };
  return reason === 'UNAUTHENTICATED';
}
