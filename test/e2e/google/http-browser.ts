import { expect } from 'vitest';
import type { Answer, Api } from '../../support/api.js';

/** A browser: keeps its cookies, and goes where it is sent one step at a time. */
export class Browser {
  /** Every address it has been at. */
  readonly visited: string[] = [];
  setCookie: string | undefined;
  private cookie: string | undefined;

  constructor(private readonly api: Api) {}

  /** Answers where it is sent, or the refusal. */
  async open(
    url: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; location: string; reason: string | undefined }> {
    this.visited.push(url);
    const response = await fetch(url, { redirect: 'manual', headers: { ...this.cookies(url), ...headers } });
    this.keep(response.headers);
    const problem = response.status >= 400 ? ((await response.json()) as { reason: string }) : undefined;
    await response.body?.cancel().catch(() => undefined);
    return { status: response.status, location: response.headers.get('location') ?? '', reason: problem?.reason };
  }

  /** As a page of the gateway's origin does. */
  async post(path: string, body: object, api = this.api): Promise<Answer> {
    const answer = await api.request('POST', path, body, this.cookies(api.url));
    this.keep(answer.headers);
    return answer;
  }

  /** From the gateway to the provider; answers with the callback's address. */
  async toGoogle(query = ''): Promise<string> {
    const start = await this.open(`${this.api.url}/v1/auth/google${query}`);
    expect(start.status, start.reason).toBe(302);
    return (await this.open(start.location)).location;
  }

  /** To the provider and back; answers with what the redirect carries. */
  async signIn(query = ''): Promise<URLSearchParams> {
    return this.openCallback(await this.toGoogle(query));
  }

  async openCallback(callback: string): Promise<URLSearchParams> {
    const back = await this.open(callback);
    expect(back.status, back.reason).toBe(302);
    this.visited.push(back.location);
    return new URL(back.location).searchParams;
  }

  async exchange(code: string | null): Promise<Answer> {
    return this.post('/v1/auth/google/exchange', { code });
  }

  private cookies(url: string): Record<string, string> {
    return this.cookie !== undefined && url.startsWith(this.api.url) ? { cookie: this.cookie } : {};
  }

  private keep(headers: Headers): void {
    const [set] = headers.getSetCookie();
    if (set === undefined) return;
    this.setCookie = set;
    this.cookie = set.split(';')[0];
  }
}
