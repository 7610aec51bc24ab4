import type { MessageAction } from './action.js';

const files = import.meta.glob<{ action: MessageAction }>(['./*.ts', '!./action.ts', '!./index.ts'], { eager: true });

/** From the top of the menu. */
export const messageActions = Object.values(files)
  .map(({ action }) => action)
  .sort((one, other) => one.order - other.order);
