import { startChild } from '@messenger/tracing';
import { deliveryDelaySeconds } from './live.metrics.js';

/** Measures and traces the frame of an event; call the result once it has left the process. */
export function sentFrame(type: string, committedAt: Date): () => void {
  const attributes = { 'network.protocol.name': 'websocket', 'messenger.event.type': type };
  const span = startChild('send frame', { kind: 'producer', attributes });
  return () => {
    span?.end();
    deliveryDelaySeconds.observe(Math.max(0, Date.now() - committedAt.getTime()) / 1_000);
  };
}
