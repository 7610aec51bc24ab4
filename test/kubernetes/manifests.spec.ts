import { beforeAll, describe } from 'vitest';
import { Cluster } from './cluster.js';
import { environment } from './environment.js';
import { manifests } from './manifests.js';
import { network } from './network.js';
import { pods } from './pods.js';
import { selectors } from './selectors.js';

let cluster: Cluster;
const given = (): Cluster => cluster;

beforeAll(async () => {
  cluster = await Cluster.rendered();
}, 120_000);

describe('the manifests', () => manifests(given));
describe('the pods', () => pods(given));
describe('a selector', () => selectors(given));
describe('the network', () => network(given));
describe('the environment', () => environment(given));
