/** An answer of the API; `body` is parsed where it is JSON, null where there is none. */
export interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what the API answers is what the tests are about
  body: any;
  headers: Headers;
}

/** The API as a plain HTTP client sees it. */
export class Api {
  constructor(
    readonly url: string,
    private readonly accessToken?: string,
  ) {}

  as(accessToken: string): Api {
    return new Api(this.url, accessToken);
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.request('POST', path, body);
  }

  put(path: string, body?: unknown): Promise<Answer> {
    return this.request('PUT', path, body);
  }

  patch(path: string, body?: unknown): Promise<Answer> {
    return this.request('PATCH', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.request('DELETE', path);
  }

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.accessToken !== undefined && { authorization: `Bearer ${this.accessToken}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : text || null, headers: response.headers };
  }
}
