import { refreshByCookie } from './refresh-cookie.js';
import { isFresh, Session, timed, type TimedTokens, type Tokens } from './session.js';
import { hasOtherTabs, joinTabs, withLock } from './tab-locks.js';
import { TabChannel, type TabMessage } from './tab-channel.js';

/** How long another tab may take to hand its token over before this one refreshes. */
const MAX_TAB_ANSWER_MS = 1_000;
/** The browser has one cookie: who signs in replaces whoever was signed in. */
const ANOTHER_USER = 'ANOTHER_USER_SIGNED_IN';

/**
 * The session of a browser, which all its tabs share: the refresh token is in a cookie that no script can read, the
 * access token in the memory of each tab. One tab refreshes for all, and a sign-out ends the session in all.
 */
export class BrowserSession extends Session {
  private readonly channel: TabChannel;

  constructor(url: string, tokens?: Tokens, expectedUserId?: string) {
    super(url, tokens, expectedUserId);
    this.channel = new TabChannel(url, (message) => this.onMessage(message));
    joinTabs(url, this.ended);
    this.ended.addEventListener('abort', () => this.channel.close());
    this.post();
  }

  /** Ends the session in every tab of this user. */
  override signOut(reason: string): void {
    if (!this.ended.aborted) this.channel.post({ type: 'signed-out', userId: this.userId, reason });
    super.signOut(reason);
  }

  /** Leaves the session to the other tabs. */
  close(): void {
    super.signOut('CLOSED');
  }

  protected override nextTokens(): Promise<TimedTokens> {
    const refused = this.tokens?.accessToken;
    return withLock(this.url, async () => (await this.ofAnotherTab(refused)) ?? (await this.refreshForAll()));
  }

  private async refreshForAll(): Promise<TimedTokens> {
    this.ended.throwIfAborted();
    const next = timed(await refreshByCookie(this.url));
    this.ended.throwIfAborted();
    this.channel.post({ type: 'tokens', ...next });
    if (this.isOfAnother(next.tokens)) super.signOut(ANOTHER_USER);
    return next;
  }

  /** Another tab may have refreshed while this one waited for the lock, or before this one was opened. */
  private async ofAnotherTab(refused: string | undefined): Promise<TimedTokens | undefined> {
    if (!this.hasAfter(refused) && (await hasOtherTabs(this.url))) await this.ask(refused);
    return this.hasAfter(refused) ? this.timedTokens : undefined;
  }

  private hasAfter(refused: string | undefined): boolean {
    return isFresh(this.timedTokens) && this.tokens?.accessToken !== refused;
  }

  /** Resolves when a tab has handed its token over, or none has. */
  private ask(refused: string | undefined): Promise<void> {
    this.channel.post({ type: 'ask', refused });
    return new Promise((resolve) => {
      const timer = setTimeout(done, MAX_TAB_ANSWER_MS);
      const unsubscribe = this.onTokens(done);
      function done(): void {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      }
    });
  }

  private onMessage(message: TabMessage): void {
    if (message.type === 'ask') return this.hasAfter(message.refused) ? this.post() : undefined;
    if (message.type === 'tokens') return this.onTabTokens(message);
    if (message.userId === this.userId) super.signOut(message.reason);
  }

  private onTabTokens({ tokens, expiresAtMs }: TimedTokens): void {
    if (this.isOfAnother(tokens)) return super.signOut(ANOTHER_USER);
    if (expiresAtMs > (this.timedTokens?.expiresAtMs ?? 0)) this.adopt({ tokens, expiresAtMs });
  }

  private isOfAnother({ userId }: Tokens): boolean {
    return this.userId !== '' && userId !== this.userId;
  }

  private post(): void {
    if (this.timedTokens !== undefined) this.channel.post({ type: 'tokens', ...this.timedTokens });
  }
}
