import type { FastifyInstance, RouteOptions } from 'fastify';

interface Route {
  pattern: RegExp;
  methods: Set<string>;
}

/** The paths that the gateway answers, and the methods of each: for what has no route. */
export class Routes {
  private readonly byUrl = new Map<string, Route>();

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', (route) => this.add(route));
  }

  /** The methods of a path, OPTIONS among them; undefined where nothing has it. @param url with or without a query */
  allowed(url: string): string | undefined {
    const [path = ''] = url.split('?', 1);
    const routes = [...this.byUrl.values()].filter(({ pattern }) => pattern.test(path));
    if (routes.length === 0) return undefined;
    return [...new Set([...routes.flatMap(({ methods }) => [...methods]), 'OPTIONS'])].sort().join(', ');
  }

  private add({ url, method }: RouteOptions): void {
    if (url.includes('*')) return;
    const route = this.byUrl.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    this.byUrl.set(url, route);
    for (const name of [method].flat()) route.methods.add(name);
  }
}

/** @param url as `/v1/avatars/:hash.webp` */
function patternOf(url: string): RegExp {
  const parts = url.split(/:[A-Za-z]+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
