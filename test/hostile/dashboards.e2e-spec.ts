import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, inject } from 'vitest';
import { DASHBOARDS } from '../../tools/dashboards/dashboards.js';
import type { Panel } from '../../tools/dashboards/panel.js';
import { extent, type Curve, type Fault, type Span } from '../../tools/dashboards/picture/curve.js';
import { drawDashboard } from '../../tools/dashboards/picture/draw-dashboard.js';
import { LiveDevice } from '../support/live-device.js';
import { aChat } from '../support/people.js';
import { Prometheus } from '../support/prometheus.js';
import { it } from '../support/stack-test.js';
import { steadyLoad } from '../support/steady-load.js';
import type { TestStack } from '../support/test-stack.js';

/** As long as a part is well, and as long as it is not. */
const WHILE_MS = 10_000;
/** Of the dashboard that shows one app. */
const APP = 'api-gateway';

describe('the dashboards', () => {
  it('show what is broken, and when: a frozen service, a locked table, a broker that is away', async ({
    stack,
    onTestFinished,
  }) => {
    await stack.restore();
    const prometheus = await Prometheus.over(stack.adminUrls);
    onTestFinished(() => prometheus.stop());
    const span: Span = { fromMs: Date.now(), toMs: 0, faults: [] };
    await breakInTurn(stack, span);
    span.toMs = Date.now();
    const curves = await allCurves(prometheus, span);
    draw(curves, span);

    const [frozen, locked, away] = span.faults as [Fault, Fault, Fault];
    const calm = { fromMs: frozen.fromMs - WHILE_MS / 2, toMs: frozen.fromMs };
    const of = (panel: string, name: string, when: typeof calm) => {
      const [, found] = [...curves].find(([{ title }]) => title === panel)!;
      return extent(found.find((curve) => curve.name === name) ?? { name, points: [] }, when);
    };
    expect(of('Processes that answer', 'chat-service', calm)).toEqual([1, 1]);
    expect(of('Processes that answer', 'chat-service', frozen)[0]).toBe(0);
    expect(of('Breakers: 1 half-open, 2 open', 'chat-service', calm)).toEqual([0, 0]);
    expect(of('Breakers: 1 half-open, 2 open', 'chat-service', frozen)[1]).toBe(2);
    const refused = 'chat-service refused at once';
    expect(of('Calls that fail, as the caller sees them', refused, calm)[1]).toBe(0);
    expect(of('Calls that fail, as the caller sees them', refused, frozen)[1]).toBeGreaterThan(5);
    expect(of('Requests', '503', calm)).toEqual([0, 0]);
    expect(of('Requests', '503', frozen)[1]).toBeGreaterThan(5);
    expect(of('Time of a statement', 'user-service p99', calm)[1]).toBeLessThan(0.5);
    expect(of('Time of a statement', 'user-service p99', locked)[1]).toBeGreaterThan(0.5);
    expect(of('Time of a statement', 'chat-service p99', locked)[1]).toBeLessThan(0.5);
    expect(of('Connected', 'chat-service', calm)).toEqual([1, 1]);
    expect(of('Connected', 'chat-service', away)[0]).toBe(0);
    expect(of('Frames of events', 'frames', calm)[0]).toBeGreaterThan(5);
    expect(of('Frames of events', 'frames', away)[0]).toBeLessThan(1);
    const end = { fromMs: span.toMs - WHILE_MS / 2, toMs: span.toMs };
    expect(of('Frames of events', 'frames', end)[1]).toBeGreaterThan(5);
    expect(of('Connected', 'chat-service', end)[1]).toBe(1);
  });
});

/** Three faults, one after the other, under a load that needs every part. */
async function breakInTurn(stack: TestStack, { faults }: Span): Promise<void> {
  const { ada, grace, chatId } = await aChat(stack.api);
  await LiveDevice.live(stack.api.url, grace.accessToken);
  const load = steadyLoad(9 * WHILE_MS, async () => {
    void ada.api.post(`/v1/chats/${chatId}/messages`, { text: 'hello' }).catch(() => undefined);
    return ada.api.get('/v1/users/me');
  });
  const chats = stack.apps['chat-service'];
  await during('chat-service is frozen', () => chats.kill('SIGSTOP'));
  await chats.kill('SIGCONT');
  const lock = await stack.schema('user-service').begin();
  await during('profiles are locked', () => lock.query('LOCK TABLE profiles IN ACCESS EXCLUSIVE MODE'));
  await lock.rollback();
  await during('RabbitMQ is away', () => stack.rabbitmq.stop());
  await stack.rabbitmq.start();
  await stack.whole();
  await load;

  async function during(title: string, begin: () => unknown): Promise<void> {
    await pause(WHILE_MS);
    const fromMs = Date.now();
    await begin();
    await pause(WHILE_MS);
    faults.push({ title, fromMs, toMs: Date.now() });
  }
}

async function allCurves(prometheus: Prometheus, span: Span): Promise<Map<Panel, Curve[]>> {
  const panels = DASHBOARDS.flatMap(({ rows }) => Object.values(rows).flat());
  const curves = new Map<Panel, Curve[]>();
  for (const panel of panels) {
    const queries = Object.entries(panel.queries);
    const found = queries.map(([legend, query]) => prometheus.curves(query, legend, APP, span));
    curves.set(panel, (await Promise.all(found)).flat());
  }
  return curves;
}

function draw(curves: Map<Panel, Curve[]>, span: Span): void {
  const folder = inject('pictureFolder');
  mkdirSync(folder, { recursive: true });
  for (const dashboard of DASHBOARDS) {
    writeFileSync(join(folder, `${dashboard.name}.svg`), drawDashboard(dashboard, curves, span));
  }
}
