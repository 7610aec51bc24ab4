import type { Dashboard } from './panel.js';
import { quantiles, rate } from './queries.js';

/** RabbitMQ as its clients see it. */
export const RABBITMQ: Dashboard = {
  name: 'rabbitmq',
  title: 'RabbitMQ and events',
  rows: {
    'The broker': [
      { title: 'Connected', unit: 'short', queries: { '{{app}}': 'min by (app) (rabbitmq_connected)' } },
      {
        title: 'Blocked by its disk or memory',
        unit: 'short',
        queries: { '{{app}}': 'max by (app) (rabbitmq_blocked)' },
        limit: 1,
      },
      { title: 'Connections made', unit: 'ops', queries: { '{{app}}': rate('rabbitmq_connections_total', 'app') } },
    ],
    Publication: [
      {
        title: 'Events',
        unit: 'ops',
        queries: { '{{app}} {{exchange}} {{outcome}}': rate('events_published_total', 'app, exchange, outcome') },
      },
      { title: 'Until the broker confirms', unit: 's', queries: quantiles('events_confirm_duration_seconds', 'app') },
      { title: 'Waiting in the outbox', unit: 'short', queries: { '{{app}}': 'max by (app) (outbox_waiting_rows)' } },
    ],
    Consumption: [
      {
        title: 'Events',
        unit: 'ops',
        queries: { '{{app}} {{type}} {{outcome}}': rate('events_consumed_total', 'app, type, outcome') },
      },
      { title: 'Time of a delivery', unit: 's', queries: quantiles('events_handling_duration_seconds', 'app') },
      {
        title: 'Delivered again',
        unit: 'ops',
        queries: { '{{app}} {{type}}': rate('events_redelivered_total', 'app, type') },
      },
      {
        title: 'Waiting for their handler',
        unit: 's',
        queries: { '{{app}}': 'max by (app) (events_waiting_seconds)' },
        limit: 60,
      },
      { title: 'Dead letters', unit: 'short', queries: { '{{app}}': 'max by (app) (events_dead_letters)' }, limit: 1 },
    ],
  },
};
