import { describe } from 'vitest';
import { environment } from './containers/environment.js';
import { hardening } from './containers/hardening.js';
import { image } from './containers/image.js';
import { order } from './containers/order.js';

describe('the image', image);
describe('in docker-compose.yml', hardening);
describe('the order in docker-compose.yml', order);
describe('the environment in docker-compose.yml', environment);
