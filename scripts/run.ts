// make run: everything, until Ctrl-C.
import { resolve } from 'node:path';
import {
  APP_NAMES,
  localConfig,
  mailFolder,
  secondsSince,
  startStack,
  type AppProcess,
  type LocalConfig,
  type Stack,
} from '@messenger/stack';
import { aborted, DATA_DIR, log, main, prepare } from './lifecycle.js';

await main(async (signal) => {
  const start = Date.now();
  const config = localConfig();
  await prepare(config, signal);
  log('Starting PostgreSQL, RabbitMQ and the apps');
  const stack = await startStack({ ...config, dataDir: DATA_DIR, supervise: true, log, signal });
  log(`\nReady (${secondsSince(start)})\n\n${table(stack, config)}\n`);
  await aborted(signal);
  await stack.stop();
});

function table(stack: Stack, config: LocalConfig): string {
  const rows: [string, string][] = [
    ['API', stack.gatewayUrl],
    ['Documentation', `${stack.gatewayUrl}/docs`],
    ['Google sign-in', googleSignIn(stack, config)],
    ...APP_NAMES.map((app): [string, string] => [app, addressesOf(stack.apps[app])]),
    ['Mails', `${mailFolder(DATA_DIR)}, where MAIL_URL is not set`],
    ['Data', resolve(DATA_DIR)],
    ['Logs', resolve(DATA_DIR, 'logs')],
    ['To stop', 'Ctrl-C'],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(20)}${value}`).join('\n');
}

/** Of a service, where its gRPC is, too: for grpcurl. */
function addressesOf({ adminUrl, env: { GRPC_HOST, GRPC_PORT } }: AppProcess): string {
  const admin = `${adminUrl}  /readyz /healthz /metrics`;
  return GRPC_PORT === undefined ? admin : `${admin}   gRPC ${GRPC_HOST}:${GRPC_PORT}`;
}

function googleSignIn({ googleStandIn }: Stack, { google }: LocalConfig): string {
  if (googleStandIn) return `a local stand-in, ${googleStandIn.url}`;
  return google ? "Google's own" : 'off';
}
