import type { Dashboard } from './panel.js';
import { quantiles, rate } from './queries.js';

/** The live connections of all gateways. */
export const LIVE: Dashboard = {
  name: 'live',
  title: 'live connections',
  rows: {
    Connections: [
      { title: 'Open', unit: 'short', queries: { '{{instance}}': 'live_sockets_open' } },
      {
        title: 'Ended, by close code',
        unit: 'ops',
        queries: { '{{code}}': rate('live_sockets_closed_total', 'code') },
      },
      {
        title: 'Resumed; from a cursor: reconnects',
        unit: 'ops',
        queries: { '{{from}}': rate('live_resumes_total', 'from') },
      },
      {
        title: 'HTTP connections cut, by limit',
        unit: 'ops',
        queries: { '{{limit}}': rate('http_connections_cut_total', 'limit') },
      },
    ],
    Delivery: [
      { title: 'From the commit to the frame', unit: 's', queries: quantiles('live_delivery_delay_seconds'), limit: 1 },
      { title: 'Frames of events', unit: 'ops', queries: { frames: rate('live_delivery_delay_seconds_count') } },
      { title: 'Sends over sockets', unit: 'ops', queries: { '{{status}}': rate('live_sends_total', 'status') } },
      { title: 'Gaps in the feed', unit: 'ops', queries: { gaps: rate('live_feed_gaps_total') } },
      { title: 'Readings of the logs', unit: 'ops', queries: { reads: rate('live_replay_reads_total') } },
    ],
  },
};
