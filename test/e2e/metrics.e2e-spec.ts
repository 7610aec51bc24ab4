import { execFileSync } from 'node:child_process';
import { APP_NAMES } from '@messenger/stack';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { DASHBOARDS } from '../../tools/dashboards/dashboards.js';
import { alertRules, recordingRules } from '../support/alert-rules.js';
import { Api } from '../support/api.js';
import { aChat, send } from '../support/people.js';
import { metricsIn } from '../support/promql.js';

const env = inject('appEnv');
/** Of Prometheus itself. */
const ITS_OWN = ['up'];

describe('the metrics of a running stack', () => {
  const texts = new Map<string, string>();

  beforeAll(async () => {
    const { ada, chatId } = await aChat(new Api(inject('gatewayUrl')));
    await send(ada, chatId, 'Hello');
    for (const app of APP_NAMES) {
      texts.set(app, await (await fetch(`http://127.0.0.1:${env[app].ADMIN_PORT}/metrics`)).text());
    }
  });

  it.each(APP_NAMES)('of %s pass promtool check metrics', (app) => {
    execFileSync('promtool', ['check', 'metrics'], { input: texts.get(app), stdio: 'pipe' });
  });

  it.each([
    ...DASHBOARDS.flatMap(({ title, rows }) =>
      Object.values(rows)
        .flat()
        .map((panel): [string, string[]] => [`the panel "${panel.title}" of "${title}"`, Object.values(panel.queries)]),
    ),
    ...alertRules().map(({ alert, expr }): [string, string[]] => [`the alert ${alert}`, [expr]]),
    ...recordingRules().map(({ record, expr }): [string, string[]] => [`the rule ${record}`, [expr]]),
  ])('are all that %s names', (_where, expressions) => {
    const known = new Set([
      ...namesOn([...texts.values()]),
      ...recordingRules().map(({ record }) => record),
      ...ITS_OWN,
    ]);
    const named = expressions.flatMap(metricsIn);
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** A histogram is three metrics to PromQL. */
function namesOn(texts: string[]): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
    ),
  );
}
