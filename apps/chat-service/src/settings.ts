import { base64, grpcUrl, integer, SERVICE_SETTINGS } from '@messenger/config';

/** What chat-service reads from its environment. */
export const SETTINGS = {
  AUTH_GRPC_URL: grpcUrl('auth-service', 50_051),
  SUBSCRIBER_GRPC_URL: grpcUrl('subscriber-service', 50_053),
  SENT_TEXT_SECRET: base64({
    meaning: 'Random bytes that key the hashes of texts as they were first sent: `openssl rand -base64 32`.',
    bytes: 32,
    example: 'QSBzZWNyZXQgZm9yIGEgdHJ5IG9uIHlvdXIgb3duISE=',
  }),
  MESSAGES_PER_DAY: integer({
    meaning: 'New messages of one account a day (UTC).',
    unit: 'messages',
    min: 1,
    default: 100_000,
  }),
  MESSAGE_BYTES_PER_DAY: integer({
    meaning: 'Text of one account a day (UTC), in new messages and edits.',
    unit: 'bytes',
    min: 1,
    default: 100_000_000,
  }),
  EDITS_PER_MESSAGE: integer({ meaning: 'How often a message may be edited.', unit: 'edits', min: 0, default: 200 }),
  MESSAGE_RETENTION_DAYS: integer({
    meaning: 'How long messages are kept until they are deleted; 0: for ever.',
    unit: 'days',
    min: 0,
    max: 36_500,
    default: 0,
  }),
  REPORTS_PER_DAY: integer({
    meaning: 'Reports of one account within 24 hours.',
    unit: 'reports',
    min: 1,
    default: 20,
  }),
  REPORT_RETENTION_DAYS: integer({
    meaning: 'How long a report is kept after it was closed.',
    unit: 'days',
    min: 1,
    max: 3_650,
    default: 180,
  }),
  ...SERVICE_SETTINGS,
};
