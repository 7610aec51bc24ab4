import { afterAll, beforeAll, describe } from 'vitest';
import { World } from '../support/world.js';
import { adminPorts } from './operation/admin-ports.js';
import { canaries } from './operation/canaries.js';
import { ALLOWED_ORIGIN, httpLimits } from './operation/http-limits.js';
import { isolation } from './operation/isolation.js';
import { requestIds } from './operation/request-ids.js';

let world: World;
const given = (): World => world;

beforeAll(async () => {
  world = await World.start({ CORS_ORIGINS: `https://other.example.com, ${ALLOWED_ORIGIN}` }, 'debug');
});

afterAll(() => world.stop());

describe('a request id', () => requestIds(given));
describe('the admin port', () => adminPorts(given));
describe('the public port', () => httpLimits(given));
describe("a service's role", () => isolation(given));
describe('the logs', () => canaries(given));
