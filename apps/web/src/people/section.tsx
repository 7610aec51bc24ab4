import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props<Item> {
  title: string;
  items: readonly Item[];
  children: (item: Item) => ComponentChildren;
}

/** A titled list; nothing where it is empty. */
export function Section<Item>({ title, items, children }: Props<Item>) {
  const id = useId();
  if (items.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 class="list-title" id={id}>
        {title}
      </h2>
      <ul class="list">{items.map(children)}</ul>
    </section>
  );
}
