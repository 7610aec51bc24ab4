import type { FastifyRequest } from 'fastify';

/** A file's name, as /robots.txt has it. */
const FILE = /\.[^/]*$/;

/** Whether a person opens the address, and no program or page asks for a file. */
export function isNavigation({ method, headers, url }: Pick<FastifyRequest, 'method' | 'headers' | 'url'>): boolean {
  const [path = ''] = url.split('?', 1);
  const takesPage = headers.accept?.toLowerCase().includes('text/html') ?? false;
  return (method === 'GET' || method === 'HEAD') && takesPage && !FILE.test(path);
}
