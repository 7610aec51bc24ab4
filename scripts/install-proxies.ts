// The tests behind a proxy need nginx and HAProxy.
import { ensureProxyInstalled } from '@messenger/stack';
import { log, main } from './lifecycle.js';

await main(async () => {
  await ensureProxyInstalled('nginx', log);
  await ensureProxyInstalled('haproxy', log);
});
