/** A part of a message: plain text, or an address of the web. */
export interface Part {
  text: string;
  href?: string;
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const TRAILING = /[.,;:!?…»”’]+$/;

/** Finds the addresses that begin with http:// or https://; nothing else is ever a link. */
export function linkify(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    if (!isWebAddress(address)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** A full stop after an address ends the sentence, and a bracket that was opened before it closes there. */
function withoutTail(address: string): string {
  const trimmed = address.replace(TRAILING, '');
  const isOpen = trimmed.split('(').length >= trimmed.split(')').length;
  return trimmed.endsWith(')') && !isOpen ? withoutTail(trimmed.slice(0, -1)) : trimmed;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
