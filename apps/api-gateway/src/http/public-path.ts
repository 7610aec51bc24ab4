/** Of PUBLIC_URL: empty, or as `/messenger`. Set once at the start, because views read no settings. */
let publicPath = '';

export function setPublicPath(path: string): void {
  publicPath = path;
}

/**
 * The URL of a request below the path of PUBLIC_URL, as a proxy that removes the path would send it. With and without the
 * path the gateway answers the same.
 */
export function withoutPublicPath(url: string): string {
  if (publicPath === '' || !url.startsWith(publicPath)) return url;
  const rest = url.slice(publicPath.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
}

/** The path of a route as clients see it. */
export function withPublicPath(path: string): string {
  return publicPath + path;
}
