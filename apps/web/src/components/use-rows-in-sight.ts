import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { rowsInSight, type Viewport } from './rows-in-sight.js';

/** Before anything is measured. */
const USUAL: Viewport = { topPx: 0, heightPx: 800, rowPx: 64 };

/** Which rows of a list have to be in the page. All are as high as the first; what scrolls the list is its parent. */
export function useRowsInSight(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const [viewport, setViewport] = useState(USUAL);
  const range = rowsInSight(count, viewport);

  useLayoutEffect(() => {
    const scroller = list.current?.parentElement;
    if (!list.current || !scroller) return;
    const update = () => setViewport((last) => changed(count, last, viewportOf(list.current, scroller)));
    const resizes = new ResizeObserver(update);
    resizes.observe(scroller);
    scroller.addEventListener('scroll', update, { passive: true });
    return () => {
      resizes.disconnect();
      scroller.removeEventListener('scroll', update);
    };
  }, [count]);

  return { list, ...range, rowPx: viewport.rowPx };
}

/** The last one where the same rows are in sight: nothing is drawn anew then. */
function changed(count: number, last: Viewport, next: Viewport | undefined): Viewport {
  if (next === undefined) return last;
  const [before, after] = [rowsInSight(count, last), rowsInSight(count, next)];
  return before.from === after.from && before.to === after.to && last.rowPx === next.rowPx ? last : next;
}

/** Undefined while the list is hidden: on a phone an open chat takes its place. */
function viewportOf(list: HTMLElement | null, scroller: HTMLElement): Viewport | undefined {
  const rowPx = list?.firstElementChild?.getBoundingClientRect().height ?? 0;
  if (!list || rowPx === 0) return undefined;
  const topPx = scroller.getBoundingClientRect().top - list.getBoundingClientRect().top;
  return { topPx, heightPx: scroller.clientHeight, rowPx };
}
