import { CreateProfiles1763769600000 } from './1763769600000-create-profiles.js';

/** In their order. */
export const migrations = [CreateProfiles1763769600000];
