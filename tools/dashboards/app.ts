import type { Dashboard } from './panel.js';
import { mean, quantile, rate } from './queries.js';

const OF_APP = '{app="$app"}';

/** One app: its calls in both directions, its batches, and its process. */
export const APP: Dashboard = {
  name: 'app',
  title: 'an app',
  choosesApp: true,
  rows: {
    'What it answers': [
      { title: 'Rpcs', unit: 'ops', queries: { '{{rpc}}': rate('rpc_server_duration_seconds_count', 'rpc', OF_APP) } },
      {
        title: 'Rpcs by outcome',
        unit: 'ops',
        queries: { '{{status}}': rate('rpc_server_duration_seconds_count', 'status', OF_APP) },
      },
      {
        title: 'Time of an rpc, p99',
        unit: 's',
        queries: { '{{rpc}}': quantile(0.99, 'rpc_server_duration_seconds', 'rpc', OF_APP) },
      },
      {
        title: 'HTTP requests (gateway)',
        unit: 'ops',
        queries: { '{{method}} {{route}}': rate('http_request_duration_seconds_count', 'method, route', OF_APP) },
      },
      {
        title: 'HTTP errors (gateway)',
        unit: 'ops',
        queries: {
          '{{route}} {{status}}': rate(
            'http_request_duration_seconds_count',
            'route, status',
            '{app="$app", status=~"[45].."}',
          ),
        },
      },
      {
        title: 'Items of a batch, mean',
        unit: 'short',
        queries: { '{{batch}}': mean('batch_items', 'batch', OF_APP) },
      },
    ],
    'What it asks for': [
      { title: 'Calls', unit: 'ops', queries: { '{{rpc}}': rate('rpc_client_duration_seconds_count', 'rpc', OF_APP) } },
      {
        title: 'Calls by outcome',
        unit: 'ops',
        queries: { '{{status}}': rate('rpc_client_duration_seconds_count', 'status', OF_APP) },
      },
      {
        title: 'Time of a call, p99',
        unit: 's',
        queries: { '{{rpc}}': quantile(0.99, 'rpc_client_duration_seconds', 'rpc', OF_APP) },
      },
    ],
    'When a service does not answer': [
      {
        title: 'Breakers: 1 half-open, 2 open',
        unit: 'short',
        queries: { '{{service}}': `max by (service) (rpc_client_breaker_state${OF_APP})` },
        limit: 2,
      },
      {
        title: 'Calls refused at once',
        unit: 'ops',
        queries: { '{{service}}': rate('rpc_client_refused_total', 'service', OF_APP) },
      },
      {
        title: 'Calls repeated',
        unit: 'ops',
        queries: { '{{service}}': rate('rpc_client_retries_total', 'service', OF_APP) },
      },
    ],
    'Its process': [
      {
        title: 'CPU',
        unit: 'percentunit',
        queries: { '{{instance}}': `rate(process_cpu_seconds_total${OF_APP}[$__rate_interval])` },
        limit: 1,
      },
      {
        title: 'Event loop, p99 of its delay',
        unit: 's',
        queries: { '{{instance}}': `nodejs_eventloop_lag_p99_seconds${OF_APP}` },
        limit: 0.25,
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: { resident: `process_resident_memory_bytes${OF_APP}`, heap: `nodejs_heap_size_used_bytes${OF_APP}` },
      },
      { title: 'Open files', unit: 'short', queries: { '{{instance}}': `process_open_fds${OF_APP}` } },
      {
        title: 'Passwords that wait (auth-service)',
        unit: 'short',
        queries: { '{{instance}}': `password_hashes_waiting${OF_APP}` },
        limit: 64,
      },
      {
        title: 'Mails (auth-service)',
        unit: 'short',
        queries: {
          waiting: `mails_queued${OF_APP}`,
          '{{purpose}} {{outcome}} a second': rate('mails_total', 'purpose, outcome', OF_APP),
        },
      },
    ],
  },
};
