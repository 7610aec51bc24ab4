import { APP } from './app.js';
import { LIVE } from './live.js';
import { OVERVIEW } from './overview.js';
import { toGrafana } from './panel.js';
import { POSTGRESQL } from './postgresql.js';
import { prometheusRule } from './prometheus-rule.js';
import { RABBITMQ } from './rabbitmq.js';

export const DASHBOARDS = [OVERVIEW, APP, LIVE, POSTGRESQL, RABBITMQ];

/** The files that Grafana and the Prometheus operator read. */
export const DASHBOARD_FILES: Record<string, () => string> = {
  ...Object.fromEntries(
    DASHBOARDS.map((dashboard) => [
      `observability/grafana/dashboards/${dashboard.name}.json`,
      () => JSON.stringify(toGrafana(dashboard)),
    ]),
  ),
  'k8s/components/observability/prometheus-rule.yaml': prometheusRule,
};
