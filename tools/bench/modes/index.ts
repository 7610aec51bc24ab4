import { extras } from './extras.js';
import { idle } from './idle.js';
import { atRate, oneChat, saturation } from './messages.js';
import type { Mode } from './mode.js';
import { reads } from './reads.js';
import { idleSockets } from './sockets.js';
import { web } from './web.js';

/** In the order in which they run: what fills the database comes last. */
export const MODES: Record<string, Mode> = {
  idle,
  saturation,
  'rate-200': atRate(200),
  'rate-500': atRate(500),
  'rate-1000': atRate(1_000),
  'one-chat': oneChat,
  extras,
  sockets: idleSockets(10_000),
  web,
  'reads-10k': reads(10_000),
  'reads-1m': reads(1_000_000),
};
