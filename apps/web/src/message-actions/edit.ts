import { beginEdit } from '../state/messages.js';
import { ownId } from '../state/session.js';
import type { MessageAction } from './action.js';

export const action: MessageAction = {
  order: 2,
  icon: 'edit',
  label: ({ chat }) => chat.edit,
  isOffered: ({ senderId }) => senderId === ownId(),
  run: beginEdit,
};
