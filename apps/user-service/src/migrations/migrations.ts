import { CreateProfiles1763769600000 } from './1763769600000-create-profiles.js';
import { AddAvatars1764000004000 } from './1764000004000-add-avatars.js';
import { IndexEventLog1764000005000 } from './1764000005000-index-event-log.js';

/** In their order. */
export const migrations = [CreateProfiles1763769600000, AddAvatars1764000004000, IndexEventLog1764000005000];
