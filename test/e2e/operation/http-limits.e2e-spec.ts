import { describe, expect } from 'vitest';
import { Api, type Answer } from '../../support/api.js';
import { refusedUpgrade } from '../../support/live-device.js';
import { anEmail, aPerson, PASSWORD, refusal } from '../../support/people.js';
import { ALLOWED_ORIGIN, it } from '../../support/stack-test.js';

describe('the public port', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('answers 429 with Retry-After over the rate limit, and to nobody else', async ({ stack }) => {
    const { api } = stack;
    const ada = await aPerson(api);
    const names = ['LOGIN', 'REGISTER', 'REFRESH', 'SEARCH'];
    const second = await stack.startSecond('api-gateway', {
      ...Object.fromEntries(names.map((name) => [`RATE_LIMIT_${name}`, '2'])),
      RATE_LIMIT_DEFAULT: '4',
    });
    const strict = new Api(`http://127.0.0.1:${second.env.PORT}`);
    const adaThere = strict.as(ada.accessToken);
    const requests: Record<string, [number, () => Promise<Answer>]> = {
      register: [201, () => strict.post('/v1/auth/register', { email: anEmail(), password: PASSWORD })],
      login: [200, () => strict.post('/v1/auth/login', { email: ada.email, password: PASSWORD })],
      refresh: [401, () => strict.post('/v1/auth/refresh', { refreshToken: 'x'.repeat(43) })],
      search: [200, () => adaThere.get('/v1/users?query=ada')],
    };
    for (const [name, [status, request]] of Object.entries(requests)) {
      expect([(await request()).status, (await request()).status], name).toEqual([status, status]);
      const refused = await request();
      expect(refusal(refused), name).toEqual([429, 'RATE_LIMITED']);
      const wait = Number(refused.headers.get('retry-after'));
      expect(wait, name).toBeGreaterThanOrEqual(1);
      expect(wait, name).toBeLessThanOrEqual(60);
    }
    // Log-ins are counted by address and e-mail: another person's is not affected, until the address has had its own.
    const other = () => strict.post('/v1/auth/login', { email: anEmail(), password: PASSWORD });
    expect(refusal(await other())).toEqual([401, 'INVALID_CREDENTIALS']);
    expect(refusal(await other())).toEqual([429, 'RATE_LIMITED']);
    const statuses: number[] = [];
    while (statuses.length < 5) statuses.push((await adaThere.get('/v1/users/me')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    // The user's are used up; a live connection is counted like any other request.
    const upgrade = await refusedUpgrade(strict.url, { protocols: ['bearer', ada.accessToken] });
    expect(upgrade).toEqual({ status: 429, reason: 'RATE_LIMITED' });
    await second.stop();
  });

  it('allows cross-origin requests of the configured origins alone', async ({ stack }) => {
    const { api } = stack;
    const preflight = (origin: string) =>
      api.request('OPTIONS', '/v1/users/me', undefined, { origin, 'access-control-request-method': 'PATCH' });
    const allowed = await preflight(ALLOWED_ORIGIN);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ALLOWED_ORIGIN);
    expect(allowed.headers.get('access-control-allow-methods')).toContain('PATCH');
    const answer = await api.request('GET', '/.well-known/jwks.json', undefined, { origin: ALLOWED_ORIGIN });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ALLOWED_ORIGIN);
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
    for (const origin of ['https://evil.example.com', `${ALLOWED_ORIGIN}.evil.com`, 'null']) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin'), origin).toBeNull();
      const foreign = await api.request('GET', '/.well-known/jwks.json', undefined, { origin });
      expect(foreign.headers.get('access-control-allow-origin'), origin).toBeNull();
    }
  });

  it("sends helmet's headers, on errors too", async ({ stack }) => {
    for (const path of ['/.well-known/jwks.json', '/v1/users/me', '/nothing-here']) {
      const { headers } = await stack.api.get(path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('strict-transport-security'), path).toContain('max-age=');
      expect(headers.get('x-frame-options'), path).toBe('SAMEORIGIN');
      expect(headers.get('content-security-policy'), path).toContain("default-src 'self'");
      expect(headers.get('x-powered-by'), path).toBeNull();
    }
  });

  it('serves the API documentation', async ({ stack }) => {
    const page = await stack.api.get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.body).toContain('swagger-ui');
    const document = await stack.api.get('/docs-json');
    expect(document.status).toBe(200);
    expect(document.body).toMatchObject({
      openapi: expect.stringMatching(/^3\./) as string,
      paths: { '/v1/users/me': {} },
    });
  });
});
