import { batch, computed, signal } from '@preact/signals';
import type { Chat, ChatMessage } from '../storage/database.js';
import { forgetOlderMessages, keep, keptMessages } from '../storage/kept-chats.js';
import { isNewer } from './chats.js';
import { EarlyMessages } from './early-messages.js';
import { readHistory, startOf, type Range, type Read } from './history-page.js';

/** More than this many messages are never in the page at once. */
export const MAX_SHOWN = 160;
/** More than this many are never loaded at once: those farthest from what is read go. */
const MAX_LOADED = 400;
const STEP = 60;

/** The messages of a chat around where it is read: those loaded, without a gap, and of them those shown. */
export class ChatHistory {
  /** Ascending by `seq`. */
  readonly loaded = signal<readonly ChatMessage[]>([]);
  /** Whether older or newer ones exist that are not loaded. */
  readonly hasOlder = signal(false);
  readonly hasNewer = signal(false);
  readonly isOpen = signal(false);
  readonly failed = signal(false);
  /** By `seq`. `to` is Infinity while the newest is shown: what arrives is shown, too. */
  private readonly range = signal({ from: 0, to: Infinity });
  private loading: Promise<void> | undefined;
  private prefetched: Promise<Read> | undefined;
  private readonly early = new EarlyMessages();

  constructor(readonly chatId: string) {}

  readonly shown = computed(() => {
    const { from, to } = this.range.value;
    return this.loaded.value.filter(({ seq }) => seq >= from && seq <= to);
  });
  readonly showsNewest = computed(() => this.range.value.to === Infinity && !this.hasNewer.value);

  get oldestSeq(): number {
    return this.loaded.value[0]?.seq ?? 0;
  }

  get newestSeq(): number {
    return this.loaded.value.at(-1)?.seq ?? 0;
  }

  /** Asks for the newest messages while the chat itself is asked for. */
  prefetch(): Promise<unknown> {
    this.prefetched = this.read({});
    return this.prefetched;
  }

  /** Shows what is kept, and loads what is missing: around the first unread message, or the newest. */
  async open(chat: Chat | undefined): Promise<void> {
    const { prefetched } = this;
    // Once: later it would be out of date.
    this.prefetched = undefined;
    if (!this.isOpen.value) this.show(await this.keptUnless(prefetched));
    if (chat !== undefined && this.covers(chat)) return void (this.isOpen.value = true);
    await this.attempt(async () => this.replace(await this.readFirst(startOf(chat), prefetched)));
  }

  async toNewest(): Promise<void> {
    // Another read may lead elsewhere.
    while (this.loading !== undefined) await this.loading;
    if (this.hasNewer.value) await this.attempt(async () => this.replace(await this.read({})));
    this.range.value = { from: Math.max(this.oldestSeq, this.newestSeq - MAX_SHOWN + 1), to: Infinity };
  }

  async showOlder(): Promise<void> {
    const { from } = this.range.value;
    if (from - STEP < this.oldestSeq && this.hasOlder.value) await this.attempt(() => this.loadOlder());
    const next = Math.max(this.oldestSeq, Math.min(from, this.newestSeq) - STEP);
    const last = next + MAX_SHOWN - 1;
    this.range.value = { from: next, to: last >= this.newestSeq && !this.hasNewer.value ? Infinity : last };
  }

  async showNewer(): Promise<void> {
    const { to } = this.range.value;
    if (to + STEP > this.newestSeq && this.hasNewer.value) await this.attempt(() => this.loadNewer());
    const last = Math.min(to, this.newestSeq) + STEP;
    const from = Math.max(this.range.value.from, Math.min(last, this.newestSeq) - MAX_SHOWN + 1);
    this.range.value = { from, to: last >= this.newestSeq && !this.hasNewer.value ? Infinity : last };
  }

  /** A message that was sent, edited or deleted; the same one may come again. */
  apply(message: ChatMessage): void {
    if (message.seq <= this.newestSeq) return this.change(message);
    if (this.hasNewer.value) return;
    this.early.add(message);
    if (!this.isOpen.value) return;
    this.append();
    if (!this.early.isEmpty) void this.attempt(() => this.loadNewer());
  }

  has(clientMessageId: string): boolean {
    return this.loaded.value.some((message) => message.clientMessageId === clientMessageId);
  }

  /** Reads what has been missed. */
  async refresh(chat: Chat | undefined): Promise<void> {
    if (this.isOpen.value && !this.hasNewer.value && this.newestSeq > 0) await this.attempt(() => this.loadNewer());
    else await this.open(chat);
  }

  private covers({ lastSeq, readSeq, unreadCount }: Chat): boolean {
    const first = this.loaded.value[0]?.seq ?? Infinity;
    const enough = this.loaded.value.length >= STEP || first <= 1 || lastSeq === 0;
    return this.newestSeq >= lastSeq && enough && (unreadCount === 0 || first <= readSeq + 1);
  }

  private show(messages: readonly ChatMessage[]): void {
    if (messages.length === 0) return;
    const newest = messages.at(-1)?.seq ?? 0;
    void forgetOlderMessages(this.chatId, newest).catch(() => undefined);
    this.set(messages, { hasOlder: (messages[0]?.seq ?? 1) > 1, hasNewer: false });
    this.range.value = { from: newest - MAX_SHOWN + 1, to: Infinity };
    this.append();
  }

  private replace({ page, range }: Read): void {
    const { messages, hasMore, lastSeq } = page;
    const newest = messages.at(-1)?.seq ?? 0;
    const isNewest = newest >= lastSeq;
    this.set(messages, { hasOlder: (messages[0]?.seq ?? 1) > 1, hasNewer: 'afterSeq' in range && hasMore });
    this.range.value = { from: messages[0]?.seq ?? 0, to: isNewest ? Infinity : newest };
    this.append();
    if (isNewest) void keep({ messages });
  }

  private set(loaded: readonly ChatMessage[], rest: { hasOlder: boolean; hasNewer: boolean }): void {
    batch(() => {
      this.loaded.value = loaded;
      this.hasOlder.value = rest.hasOlder;
      this.hasNewer.value = rest.hasNewer;
      this.isOpen.value = true;
      this.failed.value = false;
    });
  }

  private async loadOlder(): Promise<void> {
    const { page } = await this.read({ beforeSeq: this.oldestSeq });
    const older = page.messages.filter(({ seq }) => seq < this.oldestSeq);
    const all = [...older, ...this.loaded.value];
    const hasNewer = this.hasNewer.value || all.length > MAX_LOADED;
    this.set(all.slice(0, MAX_LOADED), { hasOlder: page.hasMore, hasNewer });
  }

  private async loadNewer(): Promise<void> {
    const { page } = await this.read({ afterSeq: this.newestSeq });
    const newer = page.messages.filter(({ seq }) => seq > this.newestSeq);
    const all = [...this.loaded.value, ...newer];
    const hasOlder = this.hasOlder.value || all.length > MAX_LOADED;
    this.set(all.slice(-MAX_LOADED), { hasOlder, hasNewer: page.hasMore });
    this.append();
    if (!page.hasMore) void keep({ messages: newer });
  }

  /** Nothing where the API has answered before: the first start of a browser is still making its database then. */
  private keptUnless(prefetched: Promise<Read> | undefined): Promise<ChatMessage[]> {
    const kept = keptMessages(this.chatId).catch(() => []);
    const read = prefetched?.then(() => []) ?? kept;
    return Promise.race([kept, read.catch(() => kept)]);
  }

  private readFirst(range: Range, prefetched: Promise<Read> | undefined): Promise<Read> {
    return prefetched === undefined || 'afterSeq' in range ? this.read(range) : prefetched;
  }

  private read(range: Range): Promise<Read> {
    return readHistory(this.chatId, range);
  }

  /** One read at a time; a failure is shown, and the next scroll tries again. */
  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.loading !== undefined) return this.loading;
    this.loading = work()
      .catch(() => void (this.failed.value = true))
      .finally(() => (this.loading = undefined));
    await this.loading;
  }

  private change(message: ChatMessage): void {
    const index = message.seq - this.oldestSeq;
    const known = this.loaded.value[index];
    if (known === undefined || !isNewer(known, message)) return;
    this.loaded.value = this.loaded.value.with(index, message);
  }

  /** Takes those that are next. */
  private append(): void {
    for (const message of this.early.takeUpTo(this.newestSeq)) this.change(message);
    const next = this.early.takeAfter(this.newestSeq);
    if (next.length > 0) this.loaded.value = [...this.loaded.value, ...next];
    if (this.showsNewest.value && this.loaded.value.length > 0) this.trim();
  }

  /** While the newest is shown, the oldest go out of the page as new ones come. */
  private trim(): void {
    const { from } = this.range.value;
    const { length } = this.loaded.value;
    if (length > MAX_LOADED) this.set(this.loaded.value.slice(-MAX_LOADED), { hasOlder: true, hasNewer: false });
    if (this.newestSeq - from >= MAX_SHOWN * 2) this.range.value = { from: this.newestSeq - MAX_SHOWN, to: Infinity };
  }
}
