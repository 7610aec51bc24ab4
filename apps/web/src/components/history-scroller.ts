import { signal } from '@preact/signals';
import type { ChatHistory } from '../state/history.js';
import { markRead } from '../state/reading.js';
import { ScrollKeeper } from './scroll-keeper.js';

/** More is shown this far before the end of what is shown comes into sight. */
const AHEAD_PX = 1_200;
const AWAY_PX = 300;
const NEW_MARK_OFFSET_PX = 96;

/** Shows older and newer messages as one scrolls to them, and says which have been seen. */
export class HistoryScroller {
  /** Whether the newest message is out of sight. */
  readonly isAway = signal(false);
  private readonly keeper: ScrollKeeper;
  private isPlaced = false;
  /** On the way to the newest message: until it is there, no place asks for older ones. */
  private isJumping = false;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly content: HTMLElement,
    private readonly history: ChatHistory,
  ) {
    this.keeper = new ScrollKeeper(scroller, content, this);
    addEventListener('focus', this.readWhatIsSeen);
    document.addEventListener('visibilitychange', this.readWhatIsSeen);
  }

  stop(): void {
    this.keeper.stop();
    removeEventListener('focus', this.readWhatIsSeen);
    document.removeEventListener('visibilitychange', this.readWhatIsSeen);
  }

  showsNewest(): boolean {
    return this.history.showsNewest.value;
  }

  /** Called when the lines have changed, before they are painted. */
  onLines(): void {
    if (this.isPlaced || !this.history.isOpen.value) this.keeper.restore();
    else this.place();
  }

  onMove(): void {
    if (!this.isPlaced || this.isJumping) return;
    const isNearNewest = this.keeper.distanceToBottom < AHEAD_PX;
    if (this.scroller.scrollTop < AHEAD_PX && this.canShowOlder()) void this.history.showOlder();
    else if (isNearNewest && !this.showsNewest()) void this.history.showNewer();
    this.isAway.value = !this.showsNewest() || this.keeper.distanceToBottom > AWAY_PX;
    this.readWhatIsSeen();
  }

  async toNewest(): Promise<void> {
    this.isJumping = true;
    await this.history.toNewest();
    this.isJumping = false;
    this.keeper.toBottom();
    this.onMove();
  }

  /** At the mark of new messages, or at the newest. */
  private place(): void {
    this.isPlaced = true;
    const mark = this.content.querySelector<HTMLElement>('.new-line');
    if (mark) this.keeper.toElement(mark, NEW_MARK_OFFSET_PX);
    else this.keeper.toBottom();
    this.onMove();
  }

  private canShowOlder(): boolean {
    const { shown, oldestSeq, hasOlder } = this.history;
    return (shown.value[0]?.seq ?? 0) > oldestSeq || hasOlder.value;
  }

  private readonly readWhatIsSeen = (): void => {
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const seq = Number(this.keeper.lastSeen()?.dataset.seq ?? 0);
    if (seq > 0) markRead(this.history.chatId, seq);
  };
}
