import { metricsRegistry } from '@messenger/health';
import { Gauge } from 'prom-client';

export const certificateExpiry = new Gauge({
  name: 'tls_certificate_expiry_timestamp_seconds',
  help: 'When the certificate that this process shows to others expires; 0 without one.',
  registers: [metricsRegistry],
});
