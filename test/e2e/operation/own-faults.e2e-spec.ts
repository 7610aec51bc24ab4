import { expect, it, onTestFinished } from 'vitest';
import { PASSWORD } from '../../support/people.js';
import { LoneGateway } from '../../support/lone-gateway.js';

const LIMIT = 3;
const CREDENTIALS = { email: 'ada@example.com', password: PASSWORD };

it('answers of 503 do not count against the limit of a caller', async () => {
  const limit = String(LIMIT);
  const limits = { RATE_LIMIT_REFRESH: limit, RATE_LIMIT_LOGIN: limit, RATE_LIMIT_REGISTER: limit };
  const gateway = await LoneGateway.start(limits);
  onTestFinished(() => gateway.stop());
  for (const [route, body] of Object.entries({
    refresh: { refreshToken: 'any' },
    login: CREDENTIALS,
    register: CREDENTIALS,
  })) {
    const post = async (sent: object) => (await gateway.api.post(`/v1/auth/${route}`, sent)).status;
    for (let i = 0; i < 3 * LIMIT; i++) expect(await post(body), route).toBe(503);
    for (let i = 0; i < LIMIT; i++) expect(await post({ ...body, unknown: true }), route).toBe(400);
    expect(await post({ ...body, unknown: true }), route).toBe(429);
  }
});
