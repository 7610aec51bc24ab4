import { CreateChats1763769600000 } from './1763769600000-create-chats.js';

/** In their order. */
export const migrations = [CreateChats1763769600000];
