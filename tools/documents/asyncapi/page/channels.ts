import type { AsyncApiDocument, ChannelObject, OperationObject, Reference } from '../document.js';
import { fieldTable } from './fields.js';
import { escape, inline, json, prose, table } from './html.js';
import { messageLink, messagePart } from './messages.js';

/** The page's section about a channel. */
export function channelSection(document: AsyncApiDocument, id: string, channel: ChannelObject): string {
  const operations = Object.values(document.operations).filter(({ channel: { $ref } }) => $ref === `#/channels/${id}`);
  return `<section id="${escape(id)}">
<h2>${inline(channel.title)}</h2>
<dl>${servers(document, channel)}
<dt>Address</dt><dd>${channel.address === null ? 'made at run time' : `<code>${escape(channel.address)}</code>`}</dd></dl>
${prose(channel.description)}
${headers(document, id, channel)}
${operations.map((operation) => operationPart(document, id, operation)).join('\n')}
${closeCodes(channel)}
<details><summary>Bindings</summary>${json(channel.bindings)}</details>
</section>`;
}

function servers(document: AsyncApiDocument, { servers: references }: ChannelObject): string {
  return references
    .map(({ $ref }) => document.servers[nameIn($ref)])
    .filter((server) => server !== undefined)
    .map(({ protocol, host, pathname = '', description, security }) => {
      const schemes = security.map((scheme) => document.components.securitySchemes[nameIn(scheme.$ref)]?.description);
      return `<dt>Server</dt><dd><code>${escape(`${protocol}://${host}${pathname}`)}</code> ${inline(description)}</dd>
<dt>Security</dt><dd>${schemes.map((scheme) => inline(scheme ?? '')).join('<br />')}</dd>`;
    })
    .join('\n');
}

/** The headers of the messages that this section shows. */
function headers(document: AsyncApiDocument, id: string, { messages }: ChannelObject): string {
  const shown = Object.values(messages).filter((message) => homeOf(document, message) === id);
  const shapes = new Set(shown.flatMap(({ $ref }) => document.components.messages[nameIn($ref)]?.headers?.$ref ?? []));
  const tables = [...shapes].map(($ref) => fieldTable({ $ref }, document.components.schemas));
  return tables.map((rows) => `<h3>Headers</h3>\n${rows}`).join('\n');
}

function operationPart(document: AsyncApiDocument, id: string, operation: OperationObject): string {
  const said = operation.messages.flatMap(({ $ref }) => document.channels[id]?.messages[nameIn($ref)] ?? []);
  const parts = said.map((message) => {
    const key = nameIn(message.$ref);
    return homeOf(document, message) === id ? messagePart(document, key) : messageLink(document, key);
  });
  return `<h3>${inline(operation.title)}</h3>\n${prose(operation.description)}\n${parts.join('\n')}`;
}

/** The id of the first channel with the message: its section shows the message, those of later ones link to it. */
function homeOf({ channels }: AsyncApiDocument, { $ref }: Reference): string | undefined {
  return Object.entries(channels).find(([, { messages }]) =>
    Object.values(messages).some((message) => message.$ref === $ref),
  )?.[0];
}

function closeCodes({ 'x-close-codes': codes }: ChannelObject): string {
  if (codes === undefined) return '';
  const rows = codes.map(({ code, reason, advice }) => [String(code), inline(reason), inline(advice)]);
  return `<h3>Ends</h3>\n${table(['Code', 'Reason', 'What to do'], rows)}`;
}

/** The last part of a reference. */
function nameIn($ref: string): string {
  return $ref.slice($ref.lastIndexOf('/') + 1);
}
