import { isIPv6 } from 'node:net';
import { requestContext } from './request-context.js';

const GROUPS = 8;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The network of the running request's client, as rate limits count it. */
export function clientNetwork(): string {
  return networkOf(requestContext.getStore()?.clientIp ?? 'unknown');
}

/** An IPv4 address as it is; of an IPv6 address its /64, which belongs to one client as a whole. */
export function networkOf(ip: string): string {
  const address = MAPPED_IPV4.exec(ip)?.[1] ?? ip;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const zeros = Array<string>(Math.max(0, GROUPS - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, GROUPS / 2).join(':');
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
}
