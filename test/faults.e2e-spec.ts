import { afterAll, beforeAll, describe } from 'vitest';
import { brokerFaults } from './faults/broker.js';
import { consumerFaults } from './faults/consumer.js';
import { crashes } from './faults/crashes.js';
import { outages } from './faults/outages.js';
import { relayFaults } from './faults/relay.js';
import { shutdowns } from './faults/shutdown.js';
import { World } from './faults/world.js';

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
