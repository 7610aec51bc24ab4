import type { ComponentChildren } from 'preact';
import { useRowsInSight } from './use-rows-in-sight.js';

interface Props<Item> {
  items: readonly Item[];
  /** @param position in the whole list, from 1 on: most of the others are not in the page */
  children: (item: Item, position: number) => ComponentChildren;
}

/** A list of any length, of which only what is near the screen is in the page. */
export function LongList<Item>({ items, children }: Props<Item>) {
  const { list, from, to, rowPx } = useRowsInSight(items.length);
  const paddingBlock = `${from * rowPx}px ${(items.length - to) * rowPx}px`;
  return (
    <ul class="list" ref={list} style={{ paddingBlock }}>
      {items.slice(from, to).map((item, index) => children(item, from + index + 1))}
    </ul>
  );
}
