import type { Dashboard } from './panel.js';
import { quantile, quantiles, rate } from './queries.js';

/** PostgreSQL as its clients see it. */
export const POSTGRESQL: Dashboard = {
  name: 'postgresql',
  title: 'PostgreSQL',
  rows: {
    Statements: [
      {
        title: 'Statements',
        unit: 'ops',
        queries: { '{{app}}': rate('database_statement_duration_seconds_count', 'app') },
      },
      {
        title: 'Time of a statement',
        unit: 's',
        queries: quantiles('database_statement_duration_seconds', 'app'),
        limit: 0.5,
      },
      {
        title: 'The slowest ten, p99',
        unit: 's',
        queries: {
          '{{app}} {{statement}}': `topk(10, ${quantile(0.99, 'database_statement_duration_seconds', 'app, statement')})`,
        },
      },
    ],
    Connections: [
      {
        title: 'Of the pools',
        unit: 'short',
        queries: { '{{app}} {{state}}': 'sum by (app, state) (database_pool_connections)' },
      },
      { title: 'Wait for one', unit: 's', queries: quantiles('database_pool_wait_seconds', 'app') },
      { title: 'Messages stored', unit: 'ops', queries: { messages: rate('chat_messages_stored_total') } },
    ],
  },
};
