import { confirm } from '../state/dialog.js';
import { remove } from '../state/messages.js';
import { ownId } from '../state/session.js';
import { texts } from '../texts/index.js';
import type { MessageAction } from './action.js';

export const action: MessageAction = {
  order: 3,
  icon: 'trash',
  label: ({ chat }) => chat.remove,
  isOffered: ({ senderId }) => senderId === ownId(),
  isDangerous: true,
  async run(message) {
    const { chat } = texts.value;
    if (await confirm({ title: chat.removeTitle, text: chat.removeText, action: chat.remove })) await remove(message);
  },
};
