import { accounts } from './chapters/accounts.js';
import { administration } from './chapters/administration.js';
import { chats } from './chapters/chats.js';
import { dataExports } from './chapters/data-exports.js';
import { devices } from './chapters/devices.js';
import { friends } from './chapters/friends.js';
import { invites } from './chapters/invites.js';
import { parting } from './chapters/parting.js';
import { profiles } from './chapters/profiles.js';
import { registration } from './chapters/registration.js';
import { reports } from './chapters/reports.js';
import type { Chapter } from './step.js';

/** Two people, from registration to reading a message, and on to logging out. Every operation has a step in it. */
export const STORY: Chapter[] = [
  registration,
  invites,
  accounts,
  profiles,
  friends,
  chats,
  parting,
  reports,
  administration,
  dataExports,
  devices,
];
