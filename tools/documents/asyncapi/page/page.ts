import { channelSection } from './channels.js';
import type { AsyncApiDocument } from '../document.js';
import { escape, inline, prose } from './html.js';

/** Renders the document as plain HTML without scripts. The gateway serves it at /docs/events. */
export function asyncApiPage(document: AsyncApiDocument): string {
  const { info, channels } = document;
  const contents = Object.entries(channels).map(
    ([id, { title }]) => `<li><a href="#${escape(id)}">${inline(title)}</a></li>`,
  );
  const sections = Object.entries(channels).map(([id, channel]) => channelSection(document, id, channel));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>${escape(info.title)}</title>
<link rel="icon" href="/docs/logo.svg" type="image/svg+xml" />
<link rel="stylesheet" href="/docs/events.css" />
</head>
<body>
<header>
<h1>${inline(info.title)}</h1>
<p><a href="/docs">HTTP API</a> <a href="/docs/events.json">AsyncAPI document</a></p>
</header>
<main>
${prose(info.description)}
<nav aria-label="Contents"><ul>${contents.join('\n')}</ul></nav>
${sections.join('\n')}
</main>
</body>
</html>
`;
}
