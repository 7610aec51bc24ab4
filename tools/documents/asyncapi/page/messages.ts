import type { AsyncApiDocument, JsonSchema } from '../document.js';
import { fieldTable } from './fields.js';
import { escape, inline, json, prose } from './html.js';

/** A message with its fields and examples, collapsed. */
export function messagePart(document: AsyncApiDocument, key: string): string {
  const message = document.components.messages[key];
  if (message === undefined) return '';
  return `<details class="message" id="${escape(key)}">
<summary><code>${escape(message.name)}</code> ${inline(message.summary)}</summary>
${parties(document, key)}
${payloadPart(document, message.payload)}
${message.examples.map(({ payload }) => json(payload)).join('\n')}
</details>`;
}

/** The fields of a body, or of each event that a batch may hold. */
function payloadPart({ components }: AsyncApiDocument, payload: JsonSchema): string {
  const events = payload.items?.oneOf;
  if (events === undefined) return fieldTable(payload, components.schemas);
  return events
    .map((event) => {
      const type = String(event.properties?.type?.const);
      return `<h4><code>${escape(type)}</code></h4>
${prose(event.description ?? '')}
${fieldTable(event, components.schemas)}`;
    })
    .join('\n');
}

export function messageLink({ components }: AsyncApiDocument, key: string): string {
  return `<p><a href="#${escape(key)}"><code>${escape(components.messages[key]?.name ?? key)}</code></a></p>`;
}

/** The titles of the operations that send and receive the message, where both are ours. */
function parties({ channels, operations }: AsyncApiDocument, key: string): string {
  const places = Object.entries(channels).flatMap(([id, { messages }]) =>
    Object.entries(messages)
      .filter(([, { $ref }]) => $ref === `#/components/messages/${key}`)
      .map(([name]) => `#/channels/${id}/messages/${name}`),
  );
  const titles = Object.values(operations)
    .filter(({ messages }) => messages.some(({ $ref }) => places.includes($ref)))
    .map(({ title }) => title);
  return titles.length > 1 ? `<p>${inline(titles.join(', '))}.</p>` : '';
}
