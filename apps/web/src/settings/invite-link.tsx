import { Icon } from '../components/icon.js';
import { attempt, showText } from '../state/notices.js';
import { texts } from '../texts/index.js';

/** The link of an invite that was just made: it is shown this once. */
export function InviteLink({ url }: { url: string }) {
  const { invites, chat } = texts.value;
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(url);
    showText(chat.copied);
  }
  return (
    <div class="invite-link" role="status">
      <p>{invites.made}</p>
      <code>{url}</code>
      <button class="button" type="button" onClick={() => void attempt(copy)}>
        <Icon name="copy" size={18} /> {invites.copy}
      </button>
    </div>
  );
}
