import { afterAll, beforeAll, describe } from 'vitest';
import { brokerFaults } from './broker.js';
import { consumerFaults } from './consumer.js';
import { crashes } from './crashes.js';
import { outages } from './outages.js';
import { relayFaults } from './relay.js';
import { shutdowns } from './shutdown.js';
import { World } from '../support/world.js';

let world: World;
const given = (): World => world;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.stop());

describe('while the broker is down', () => brokerFaults(given));
describe('a crash', () => crashes(given));
describe('the relay', () => relayFaults(given));
describe('a consumer', () => consumerFaults(given));
describe('an outage', () => outages(given));
describe('a shutdown', () => shutdowns(given));
