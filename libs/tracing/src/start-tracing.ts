import { recorder } from './recorder.js';

export interface TracingConfig {
  /** Of an OTLP/HTTP receiver; undefined records nothing. */
  endpoint: string | undefined;
  /** Of the traces that begin here, from 0 to 1. */
  sampledRatio: number;
  /** A part that takes as long is kept, sampled or not. */
  slowMs: number;
}

let stop: () => Promise<void> = () => Promise.resolve();

/** Records spans from now on, where there is somebody to send them to. The SDK is loaded only then. */
export async function startTracing(app: string, { endpoint, ...config }: TracingConfig): Promise<void> {
  if (endpoint === undefined) return;
  const { startSdk } = await import('./sdk.js');
  const sdk = startSdk(app, { endpoint, ...config });
  recorder.start = sdk.start;
  stop = sdk.stop;
}

/** Sends what is recorded. Call it last. */
export async function stopTracing(): Promise<void> {
  recorder.start = undefined;
  await stop();
}
