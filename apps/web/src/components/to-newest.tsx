import { texts } from '../texts/index.js';
import { Badge } from './badge.js';
import { Icon } from './icon.js';

export function ToNewest({ count, onClick }: { count: number; onClick: () => void }) {
  return (
    <button class="to-newest" type="button" aria-label={texts.value.chat.toNewest} onClick={onClick}>
      <Icon name="down" />
      <Badge count={count} label={texts.value.chats.unread} />
    </button>
  );
}
