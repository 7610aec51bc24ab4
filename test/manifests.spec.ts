import { beforeAll, describe } from 'vitest';
import { Cluster } from './kubernetes/cluster.js';
import { environment } from './kubernetes/environment.js';
import { manifests } from './kubernetes/manifests.js';
import { network } from './kubernetes/network.js';
import { pods } from './kubernetes/pods.js';
import { selectors } from './kubernetes/selectors.js';

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
