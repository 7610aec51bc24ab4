import { linkify } from './linkify.js';

/** A message as it was written, with its addresses as links. Nothing of it is ever HTML. */
export function MessageText({ text }: { text: string }) {
  return (
    <span class="message-text" dir="auto">
      {linkify(text).map((part) =>
        part.href === undefined ? (
          part.text
        ) : (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </span>
  );
}
