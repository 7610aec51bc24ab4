import { networkInterfaces } from 'node:os';

/** The address to listen on: where `::` is asked for and the machine has no IPv6, all IPv4 addresses. */
export function listeningHost(host: string, interfaces = networkInterfaces()): string {
  const hasIpv6 = Object.values(interfaces).some((addresses) => addresses?.some(({ family }) => family === 'IPv6'));
  return host === '::' && !hasIpv6 ? '0.0.0.0' : host;
}
