import { resolve } from 'node:path';
import {
  adminUrlOf,
  APP_NAMES,
  mailFolder,
  type AppName,
  type Env,
  type GoogleStandIn,
  type LocalConfig,
} from '@messenger/stack';
import { DATA_DIR } from './lifecycle.js';

/** Where everything is, for the terminal. */
export function addressTable(
  environments: Record<AppName, Env>,
  { googleStandIn }: { googleStandIn?: GoogleStandIn | undefined },
  { google }: LocalConfig,
): string {
  const gatewayUrl = `http://127.0.0.1:${environments['api-gateway'].PORT}`;
  const rows: [string, string][] = [
    ['API', gatewayUrl],
    ['Web client', `${gatewayUrl}/`],
    ['Documentation', `${gatewayUrl}/docs`],
    ['Google sign-in', googleStandIn ? `a local stand-in, ${googleStandIn.url}` : google ? "Google's own" : 'off'],
    ...APP_NAMES.map((app): [string, string] => [app, addressesOf(environments[app])]),
    ['Mails', `${mailFolder(DATA_DIR)}, where MAIL_URL is not set`],
    ['Data', resolve(DATA_DIR)],
    ['Logs', resolve(DATA_DIR, 'logs')],
    ['To stop', 'Ctrl-C'],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(20)}${value}`).join('\n');
}

/** Of a service, where its gRPC is, too: for grpcurl. */
function addressesOf(env: Env): string {
  const admin = `${adminUrlOf(env)}  /readyz /healthz /metrics`;
  return env.GRPC_PORT === undefined ? admin : `${admin}   gRPC ${env.GRPC_HOST}:${env.GRPC_PORT}`;
}
