import { texts } from '../texts/index.js';
import type { IconName } from '../icons/paths.js';
import { Icon } from './icon.js';

export type State = 'waiting' | 'sending' | 'sent' | 'read' | 'refused';

const ICONS: Record<State, IconName> = {
  waiting: 'clock',
  sending: 'clock',
  sent: 'check',
  read: 'checks',
  refused: 'alert',
};

/** How far an own message has come. */
export function MessageState({ state }: { state: State }) {
  const { chat } = texts.value;
  const label = state === 'refused' ? chat.notSent : chat[state];
  return (
    <span class="state" data-state={state} title={label}>
      <Icon name={ICONS[state]} size={16} />
      <span class="hidden">{label}</span>
    </span>
  );
}
