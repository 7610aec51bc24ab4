import { showText } from '../state/notices.js';
import { texts } from '../texts/index.js';
import type { MessageAction } from './action.js';

export const action: MessageAction = {
  order: 1,
  icon: 'copy',
  label: ({ chat }) => chat.copy,
  isOffered: () => true,
  async run({ text }) {
    await navigator.clipboard.writeText(text ?? '');
    showText(texts.value.chat.copied);
  },
};
