const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}

/** Renders a line of Markdown; our descriptions use backticks alone. */
export function inline(markdown: string): string {
  return escape(markdown).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** Renders Markdown paragraphs. */
export function prose(markdown: string): string {
  return markdown
    .split('\n\n')
    .map((paragraph) => `<p>${inline(paragraph)}</p>`)
    .join('\n');
}

/** @param rows cells of HTML */
export function table(head: string[], rows: string[][]): string {
  const row = (cells: string[], tag: 'th' | 'td'): string => cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  const body = rows.map((cells) => `<tr>${row(cells, 'td')}</tr>`).join('\n');
  return `<table><thead><tr>${row(head, 'th')}</tr></thead>\n<tbody>${body}</tbody></table>`;
}

export function json(value: unknown): string {
  return `<pre tabindex="0"><code>${escape(JSON.stringify(value, null, 2))}</code></pre>`;
}
