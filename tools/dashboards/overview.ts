import type { Dashboard } from './panel.js';
import { quantile, quantiles, rate } from './queries.js';

const OBJECTIVE_SECONDS = 1;

/** The whole: what people notice, and which part is to blame. */
export const OVERVIEW: Dashboard = {
  name: 'overview',
  title: 'the whole',
  rows: {
    'What people notice': [
      {
        title: 'Sends that fail by our fault',
        unit: 'percentunit',
        queries: { '5 min': 'messenger:sends_failed:ratio_rate5m', '1 h': 'messenger:sends_failed:ratio_rate1h' },
        limit: 0.001,
      },
      {
        title: 'Frames later than a second',
        unit: 'percentunit',
        queries: { '5 min': 'messenger:deliveries_late:ratio_rate5m', '1 h': 'messenger:deliveries_late:ratio_rate1h' },
        limit: 0.01,
      },
      {
        title: 'From the commit to the frame',
        unit: 's',
        queries: quantiles('live_delivery_delay_seconds'),
        limit: OBJECTIVE_SECONDS,
      },
      {
        title: 'Requests',
        unit: 'ops',
        queries: { '{{status}}': rate('http_request_duration_seconds_count', 'status') },
      },
      { title: 'Time of a request', unit: 's', queries: quantiles('http_request_duration_seconds') },
      { title: 'Live connections', unit: 'short', queries: { open: 'sum(live_sockets_open)' } },
    ],
    'The parts': [
      { title: 'Processes that answer', unit: 'short', queries: { '{{app}}': 'sum by (app) (up{job="messenger"})' } },
      {
        title: 'Calls that fail, as the caller sees them',
        unit: 'ops',
        queries: {
          '{{rpc}} {{status}}': rate(
            'rpc_client_duration_seconds_count',
            'rpc, status',
            '{status=~"UNAVAILABLE|DEADLINE_EXCEEDED|INTERNAL|UNKNOWN"}',
          ),
          '{{service}} refused at once': rate('rpc_client_refused_total', 'service'),
        },
      },
      {
        title: 'Time of a call, p99',
        unit: 's',
        queries: { '{{rpc}}': quantile(0.99, 'rpc_client_duration_seconds', 'rpc') },
      },
      {
        title: 'Time of a statement, p95',
        unit: 's',
        queries: { '{{app}}': quantile(0.95, 'database_statement_duration_seconds', 'app') },
        limit: 0.5,
      },
      {
        title: 'Oldest event in the outbox',
        unit: 's',
        queries: { '{{app}}': 'max by (app) (outbox_oldest_age_seconds)' },
        limit: 60,
      },
      { title: 'Dead letters', unit: 'short', queries: { '{{app}}': 'max by (app) (events_dead_letters)' }, limit: 1 },
    ],
  },
};
