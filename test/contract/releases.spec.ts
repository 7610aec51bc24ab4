import { expect, it } from 'vitest';
import { recordOf, releaseRecords, violationsOf } from '../../tools/release/src/release-record.js';

it('what has been released stays: migrations as they are, protos where they are', () => {
  const now = recordOf('now');
  expect(releaseRecords().flatMap((released) => violationsOf(released, now))).toEqual([]);
});

it('the record covers the migrations of every service and the protos', () => {
  const { migrations, protos } = recordOf('now');
  const services = new Set(Object.keys(migrations).map((file) => file.split('/').slice(0, 2).join('/')));
  expect([...services].sort()).toEqual([
    'apps/auth-service',
    'apps/chat-service',
    'apps/subscriber-service',
    'apps/user-service',
    'libs/outbox',
  ]);
  expect(Object.keys(protos)).toContain('proto/messenger/chat/v1/chat_service.proto');
});
