/** Keeps the page's own files, so that it opens without a network. What the API answers is never kept here. */

export {};

declare const self: ServiceWorkerGlobalScope;
/** Written by the build. */
declare const __PRECACHED_FILES__: string[];

const files = __PRECACHED_FILES__;
const CACHE = `messenger-${hashOf(files.join())}`;
const SHELL = './';

self.addEventListener('install', (event) => event.waitUntil(keepFiles()));
self.addEventListener('activate', (event) => event.waitUntil(forgetOlderBuilds()));
self.addEventListener('message', ({ data }) => {
  if (data === 'activate') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  if (event.request.method === 'GET' && isOwnFile(event.request.url)) event.respondWith(answer(event.request));
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(files.map((file) => new Request(file, { cache: isHashed(file) ? 'default' : 'reload' })));
}

/** The page has just loaded these, and they never change. */
function isHashed(file: string): boolean {
  return file.startsWith('assets/');
}

async function forgetOlderBuilds(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith('messenger-') && name !== CACHE).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

function isOwnFile(url: string): boolean {
  const { origin, pathname } = new URL(url);
  const scope = new URL(self.registration.scope);
  if (origin !== scope.origin || !pathname.startsWith(scope.pathname)) return false;
  const path = pathname.slice(scope.pathname.length);
  return path === '' || files.includes(path);
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.mode === 'navigate' ? SHELL : request, {
    ignoreSearch: true,
    ignoreVary: true,
  });
  return kept ?? fetch(request);
}

function hashOf(text: string): string {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) | 0;
  return (hash >>> 0).toString(36);
}
