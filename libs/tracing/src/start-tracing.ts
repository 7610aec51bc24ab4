import { recorder } from './recorder.js';
import type { TracingConfig } from './tracing-config.js';

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
