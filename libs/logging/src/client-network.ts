import { isIPv4, isIPv6 } from 'node:net';
import { requestContext } from './request-context.js';

const GROUPS = 8;
const IPV4_BITS = 32;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The network of the running request's client, as rate limits count it. */
export function clientNetwork(ipv4Bits = IPV4_BITS): string {
  return networkOf(requestContext.getStore()?.clientIp ?? 'unknown', ipv4Bits);
}

/**
 * Of an IPv6 address its /64, which belongs to one client as a whole; of an IPv4 address its first `ipv4Bits`, by default all:
 * 24 where clients change addresses within a network of theirs.
 */
export function networkOf(ip: string, ipv4Bits = IPV4_BITS): string {
  const address = unmapped(ip);
  if (isIPv4(address)) return ipv4Network(address, ipv4Bits);
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const zeros = Array<string>(Math.max(0, GROUPS - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, GROUPS / 2).join(':');
}

/** A socket of `::` has IPv4 addresses written as IPv6. */
export function unmapped(ip: string): string {
  return MAPPED_IPV4.exec(ip)?.[1] ?? ip;
}

function ipv4Network(address: string, bits: number): string {
  if (bits === IPV4_BITS) return address;
  const octets = address.split('.').map(Number);
  const masked = octets.map((octet, i) => octet & (0xff << Math.min(8, Math.max(0, 8 * (i + 1) - bits))) & 0xff);
  return `${masked.join('.')}/${bits}`;
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
}
