import { CreateAuthTables1763769600000 } from './1763769600000-create-auth-tables.js';
import { AddEmailVerification1764000000000 } from './1764000000000-add-email-verification.js';
import { CreateIdentities1764000001000 } from './1764000001000-create-identities.js';
import { CreateGoogleFlows1764000002000 } from './1764000002000-create-google-flows.js';
import { CreateOutgoingMails1764000003000 } from './1764000003000-create-outgoing-mails.js';
import { CreateRateLimits1764000003001 } from './1764000003001-create-rate-limits.js';
import { AddKeyRetirement1764000004000 } from './1764000004000-add-key-retirement.js';

/** In their order. */
export const migrations = [
  CreateAuthTables1763769600000,
  AddEmailVerification1764000000000,
  CreateIdentities1764000001000,
  CreateGoogleFlows1764000002000,
  CreateOutgoingMails1764000003000,
  CreateRateLimits1764000003001,
  AddKeyRetirement1764000004000,
];
