// make bench-live: how long a message takes to the other devices, and what an idle connection costs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, NO_LIMITS, startStack, type Stack } from '@messenger/stack';
import { main } from '../../scripts/lifecycle.js';
import { idleSockets } from './idle-sockets.js';
import { deliveryLatency } from './latency.js';

await main(async (signal) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'messenger-bench-'));
  const stack = await startStack({
    dataDir,
    logLevel: 'warn',
    env: NO_LIMITS,
    log: console.log,
    signal,
  });
  try {
    await measure(stack);
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

async function measure(stack: Stack): Promise<void> {
  const [inspectorPort = 0] = await freePorts(1);
  const second = await stack.startSecond('api-gateway', { NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}` });
  await second.whole();
  console.log(await deliveryLatency([stack.gatewayUrl, `http://127.0.0.1:${second.env.PORT}`]));
  console.log(await idleSockets(second, inspectorPort));
}
