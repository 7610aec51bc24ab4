import { afterAll, beforeAll, describe } from 'vitest';
import { World } from '../support/world.js';
import { client } from './client.js';
import { closing } from './closing.js';
import { delivery } from './delivery.js';
import { door } from './door.js';
import { LiveWorld } from './live-world.js';
import { survival } from './survival.js';

let world: LiveWorld;
const given = (): LiveWorld => world;

beforeAll(async () => {
  world = await LiveWorld.over(await World.start({ CORS_ORIGINS: 'https://app.example.com' }));
});

afterAll(() => world.stop());

describe('the door', () => door(given));
describe('a live connection', () => delivery(given));
describe('a live connection ends', () => closing(given));
describe('the client', () => client(given));
describe('devices', () => survival(given));
