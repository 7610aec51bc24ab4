import { CreatePairs1763769600000 } from './1763769600000-create-pairs.js';

/** In their order. */
export const migrations = [CreatePairs1763769600000];
