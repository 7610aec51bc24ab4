import { useLayoutEffect, useRef } from 'preact/hooks';
import { messageActions } from '../message-actions/index.js';
import type { MessageAction } from '../message-actions/action.js';
import { closeMenu, menu } from '../state/menu.js';
import { attempt } from '../state/notices.js';
import { texts } from '../texts/index.js';
import { Icon } from './icon.js';

const GAP_PX = 8;

export function MessageMenu() {
  const open = menu.value;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (open === null || list.current === null) return;
    place(list.current, open.opener);
    list.current.querySelector('button')?.focus({ preventScroll: true });
    return closeOnOutsideEvents(list.current);
  }, [open]);
  if (open === null) return null;

  const { message } = open;
  function choose(action: MessageAction): void {
    closeMenu();
    void attempt(async () => action.run(message));
  }
  return (
    <div class="menu" role="menu" aria-label={texts.value.chat.actions} ref={list} onKeyDown={onKeyDown}>
      {messageActions
        .filter((action) => action.isOffered(message))
        .map((action) => (
          <button
            key={action.order}
            type="button"
            role="menuitem"
            class="menu-item"
            data-danger={action.isDangerous}
            onClick={() => choose(action)}
          >
            <Icon name={action.icon} size={18} />
            {action.label(texts.value)}
          </button>
        ))}
    </div>
  );
}

function place(list: HTMLElement, opener: HTMLElement): void {
  const box = (opener.querySelector('.bubble') ?? opener).getBoundingClientRect();
  const { offsetWidth, offsetHeight } = list;
  const below = box.bottom + GAP_PX;
  const top = below + offsetHeight < innerHeight - GAP_PX ? below : Math.max(GAP_PX, box.top - offsetHeight - GAP_PX);
  const left = opener.closest('[data-own=true]') ? box.right - offsetWidth : box.left;
  list.style.top = `${Math.min(top, innerHeight - offsetHeight - GAP_PX)}px`;
  list.style.left = `${Math.min(Math.max(GAP_PX, left), innerWidth - offsetWidth - GAP_PX)}px`;
}

function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    return closeMenu();
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll('button')];
  const index = items.findIndex((item) => item === document.activeElement);
  items[(index + step + items.length) % items.length]?.focus();
}

function closeOnOutsideEvents(list: HTMLElement): () => void {
  const onPointerDown = (event: Event) => !list.contains(event.target as Node) && closeMenu({ focus: false });
  const onResize = () => closeMenu({ focus: false });
  addEventListener('pointerdown', onPointerDown);
  addEventListener('resize', onResize);
  return () => {
    removeEventListener('pointerdown', onPointerDown);
    removeEventListener('resize', onResize);
  };
}
