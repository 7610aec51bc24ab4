import { describe } from 'vitest';
import { environment } from './environment.js';
import { hardening } from './hardening.js';
import { image } from './image.js';
import { order } from './order.js';

describe('the image', image);
describe('in docker-compose.yml', hardening);
describe('the order in docker-compose.yml', order);
describe('the environment in docker-compose.yml', environment);
