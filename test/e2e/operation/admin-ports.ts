import { randomUUID } from 'node:crypto';
import { APP_NAMES, SERVICE_NAMES } from '@messenger/stack';
import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.js';
import { insertEvents } from '../../support/schema.js';
import type { World } from '../../support/world.js';
import { aChat, send } from '../../support/people.js';

const PATHS = ['/healthz', '/readyz', '/metrics'];

export function adminPorts(given: () => World): void {
  it.each(APP_NAMES)('%s answers /healthz, /readyz and /metrics', async (app) => {
    for (const path of PATHS) {
      const response = await fetch(given().stack.adminUrls[app] + path);
      expect(response.status, path).toBe(200);
      expect((await response.text()).length, path).toBeGreaterThan(10);
    }
  });

  it('is another port than the public one', async () => {
    for (const path of PATHS) expect((await given().api.get(path)).status, path).toBe(404);
  });

  it('tells how long requests and rpcs took, by route, rpc and outcome', async () => {
    const world = given();
    const { ada, chatId } = await aChat(world.api);
    await send(ada, chatId, 'measured');
    expect((await ada.api.get(`/v1/chats/${ada.id}/messages`)).status).toBe(404);
    const gateway = await world.metrics('api-gateway');
    const route = 'route="/v1/chats/:chatId/messages"';
    expect(gateway).toMatch(
      new RegExp(`^http_request_duration_seconds_count{method="POST",${route},status="201"} [1-9]`, 'm'),
    );
    expect(gateway).toMatch(
      new RegExp(`^http_request_duration_seconds_count{method="GET",${route},status="404"} [1-9]`, 'm'),
    );
    const chat = await world.metrics('chat-service');
    for (const [rpc, status] of [
      ['SendMessage', 'OK'],
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

  it('tells of events that wait, and for how long', async () => {
    const world = given();
    const schema = world.schema('chat-service');
    await schema.everythingPublished();
    const gate = await schema.begin();
    await gate.query(`SELECT FROM outbox_head WHERE name = 'published' FOR UPDATE`);
    await insertEvents(schema, [{ id: randomUUID(), type: 'chat.read.v1', payload: {} }]);
    await eventually(async () => {
      const metrics = await world.metrics('chat-service');
      expect(valueOf(metrics, 'outbox_waiting_rows')).toBe(1);
      expect(valueOf(metrics, 'outbox_oldest_age_seconds')).toBeGreaterThan(0);
    });
    await gate.rollback();
    await eventually(async () => {
      const metrics = await world.metrics('chat-service');
      expect(valueOf(metrics, 'outbox_waiting_rows')).toBe(0);
      expect(valueOf(metrics, 'outbox_oldest_age_seconds')).toBe(0);
    });
  });

  it('tells of redeliveries, dead letters and the pool', async () => {
    const world = given();
    for (const app of SERVICE_NAMES) {
      const metrics = await world.metrics(app);
      for (const name of ['outbox_waiting_rows', 'outbox_oldest_age_seconds']) {
        expect(valueOf(metrics, name), `${app} ${name}`).toBeGreaterThanOrEqual(0);
      }
      expect(metrics, app).toContain('# TYPE events_redelivered_total counter');
      for (const state of ['idle', 'used', 'waiting']) {
        expect(metrics, app).toContain(`database_pool_connections{state="${state}"} `);
      }
    }
    for (const app of ['user-service', 'chat-service'] as const) {
      expect(valueOf(await world.metrics(app), 'events_dead_letters')).toBe(0);
    }
  });
}

function valueOf(metrics: string, name: string): number {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
}
