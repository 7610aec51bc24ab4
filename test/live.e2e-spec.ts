import { afterAll, beforeAll, describe } from 'vitest';
import { World } from './faults/world.js';
import { client } from './live/client.js';
import { closing } from './live/closing.js';
import { delivery } from './live/delivery.js';
import { door } from './live/door.js';
import { LiveWorld } from './live/live-world.js';
import { survival } from './live/survival.js';

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
