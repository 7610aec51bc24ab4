import type { IconName } from '../icons/paths.js';
import type { ChatMessage } from '../storage/database.js';
import type { Texts } from '../texts/index.js';

/** A button in the menu of a message. Each file beside this one that exports `action` is one of them. */
export interface MessageAction {
  /** Place in the menu, from the top. */
  order: number;
  icon: IconName;
  label: (texts: Texts) => string;
  isOffered: (message: ChatMessage) => boolean;
  isDangerous?: boolean;
  run: (message: ChatMessage) => Promise<void> | void;
}
