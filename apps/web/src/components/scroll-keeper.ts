const BOTTOM_PX = 48;

interface Owner {
  /** Whether the newest message is the last one in the page. */
  showsNewest(): boolean;
  /** Called when another part may have come into sight. */
  onMove(): void;
}

/**
 * Keeps what is read in its place while messages come and go above it or change their height, and follows the newest one
 * where it is in sight.
 */
export class ScrollKeeper {
  isPinned = true;
  private anchor: { key: string; top: number } | undefined;
  private readonly resizes = new ResizeObserver(() => this.restore());

  constructor(
    private readonly scroller: HTMLElement,
    private readonly content: HTMLElement,
    private readonly owner: Owner,
  ) {
    scroller.addEventListener('scroll', this.onScroll, { passive: true });
    this.resizes.observe(scroller);
    this.resizes.observe(content);
  }

  stop(): void {
    this.scroller.removeEventListener('scroll', this.onScroll);
    this.resizes.disconnect();
  }

  get distanceToBottom(): number {
    return this.scroller.scrollHeight - this.scroller.clientHeight - this.scroller.scrollTop;
  }

  /** Called when the content has changed, before it is painted. */
  restore(): void {
    if (this.isPinned && this.owner.showsNewest()) this.toBottom();
    else this.toAnchor();
    this.owner.onMove();
  }

  toBottom(): void {
    this.isPinned = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Shows an element below the upper edge. */
  toElement(element: HTMLElement, offsetPx: number): void {
    this.isPinned = false;
    this.scroller.scrollTop = element.offsetTop - offsetPx;
    this.remember();
  }

  /** The last message that is wholly in sight. */
  lastSeen(): HTMLElement | undefined {
    const bottom = this.scroller.scrollTop + this.scroller.clientHeight + 1;
    return this.messages().findLast((message) => message.offsetTop + Math.min(message.offsetHeight, 200) <= bottom);
  }

  private readonly onScroll = (): void => {
    this.remember();
    this.owner.onMove();
  };

  private remember(): void {
    this.isPinned = this.owner.showsNewest() && this.distanceToBottom < BOTTOM_PX;
    const first = this.messages().find((message) => message.offsetTop + message.offsetHeight > this.scroller.scrollTop);
    this.anchor = first && { key: first.dataset.key ?? '', top: first.offsetTop - this.scroller.scrollTop };
  }

  private toAnchor(): void {
    const { anchor } = this;
    const element = anchor && this.messages().find((message) => message.dataset.key === anchor.key);
    if (element) this.scroller.scrollTop = element.offsetTop - anchor.top;
  }

  private messages(): HTMLElement[] {
    return [...this.content.querySelectorAll<HTMLElement>('[data-key]')];
  }
}
