import { reported } from '../state/reports.js';
import { ownId } from '../state/session.js';
import type { MessageAction } from './action.js';

export const action: MessageAction = {
  order: 4,
  icon: 'flag',
  label: ({ reports }) => reports.report,
  isOffered: ({ senderId }) => senderId !== ownId(),
  isDangerous: true,
  run: (message) => void (reported.value = { userId: message.senderId, message }),
};
