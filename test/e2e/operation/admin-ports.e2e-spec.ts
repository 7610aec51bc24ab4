import { listDeadLetters } from '@messenger/rabbitmq';
import { eventually } from '@messenger/testing';
import { randomUUID } from 'node:crypto';
import { adminUrlOf, APP_NAMES, SERVICE_NAMES } from '@messenger/stack';
import { describe, expect, onTestFinished } from 'vitest';
import { commitEvents } from '../../support/schema.js';
import { aChat, send } from '../../support/people.js';
import { it } from '../../support/stack-test.js';

const PATHS = ['/healthz', '/readyz', '/metrics'];

describe('the admin port', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it.for(APP_NAMES)('%s answers /healthz, /readyz and /metrics', async (app, { stack }) => {
    for (const path of PATHS) {
      const response = await fetch(stack.adminUrls[app] + path);
      expect(response.status, path).toBe(200);
      expect((await response.text()).length, path).toBeGreaterThan(10);
    }
  });

  it('does not serve its paths on the public port', async ({ stack }) => {
    for (const path of PATHS) expect((await stack.api.get(path)).status, path).toBe(404);
  });

  it('gives profile and heap where ADMIN_DEBUG is on, and nowhere else', async ({ stack }) => {
    const debugged = await stack.startSecond('subscriber-service', { ADMIN_DEBUG: 'on' });
    onTestFinished(() => debugged.stop());
    for (const [path, beginning] of [
      ['/debug/profile?seconds=0.2', '{"nodes":'],
      ['/debug/heap', '{"snapshot":'],
    ] as const) {
      expect((await fetch(stack.adminUrls['subscriber-service'] + path)).status, path).toBe(404);
      const response = await fetch(adminUrlOf(debugged.env) + path);
      expect([response.status, (await response.text()).slice(0, beginning.length)]).toEqual([200, beginning]);
    }
  });

  it('measures how long requests and rpcs take, by route, rpc and outcome', async ({ stack }) => {
    const { ada, chatId } = await aChat(stack.api);
    await send(ada, chatId, 'measured');
    expect((await ada.api.get(`/v1/chats/${ada.id}/messages`)).status).toBe(404);
    const gateway = await stack.metrics('api-gateway');
    const route = 'route="/v1/chats/:chatId/messages"';
    expect(gateway).toMatch(
      new RegExp(`^http_request_duration_seconds_count{method="POST",${route},status="201"} [1-9]`, 'm'),
    );
    expect(gateway).toMatch(
      new RegExp(`^http_request_duration_seconds_count{method="GET",${route},status="404"} [1-9]`, 'm'),
    );
    const chat = await stack.metrics('chat-service');
    for (const [rpc, status] of [
      ['SendMessages', 'OK'],
      ['ListMessages', 'NOT_FOUND'],
    ]) {
      expect(chat).toMatch(
        new RegExp(
          `^rpc_server_duration_seconds_count{rpc="messenger.chat.v1.ChatService/${rpc}",status="${status}"} [1-9]`,
          'm',
        ),
      );
    }
  });

  it('measures how many events wait in the outbox, and for how long', async ({ stack }) => {
    const schema = stack.schema('auth-service');
    await schema.everythingPublished();
    const payload = { userId: randomUUID() };
    await commitEvents(schema, [{ id: randomUUID(), type: 'auth.user_registered.v1', payload }]);
    // A process that has published it cannot mark it.
    const gate = await schema.begin();
    await gate.query('SELECT FROM outbox WHERE awaits_broker FOR UPDATE');
    await eventually(async () => {
      const metrics = await stack.metrics('auth-service');
      expect(valueOf(metrics, 'outbox_waiting_rows')).toBe(1);
      expect(valueOf(metrics, 'outbox_oldest_age_seconds')).toBeGreaterThan(0);
    });
    await gate.rollback();
    await eventually(async () => {
      const metrics = await stack.metrics('auth-service');
      expect(valueOf(metrics, 'outbox_waiting_rows')).toBe(0);
      expect(valueOf(metrics, 'outbox_oldest_age_seconds')).toBe(0);
    });
  });

  it('measures redeliveries, dead letters and the connection pool', async ({ stack }) => {
    for (const app of SERVICE_NAMES) {
      const metrics = await stack.metrics(app);
      for (const name of ['outbox_waiting_rows', 'outbox_oldest_age_seconds']) {
        expect(valueOf(metrics, name), `${app} ${name}`).toBeGreaterThanOrEqual(0);
      }
      expect(metrics, app).toContain('# TYPE events_redelivered_total counter');
      for (const state of ['idle', 'used', 'waiting']) {
        expect(metrics, app).toContain(`database_pool_connections{state="${state}"} `);
      }
    }
    for (const app of ['user-service', 'chat-service'] as const) {
      // Tests of faults leave some.
      const { length } = await listDeadLetters(stack.amqpUrl, app);
      await eventually(async () => expect(valueOf(await stack.metrics(app), 'events_dead_letters')).toBe(length));
    }
  });
});

function valueOf(metrics: string, name: string): number {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
}
