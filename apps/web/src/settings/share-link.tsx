import { Icon } from '../components/icon.js';
import { attempt, showText } from '../state/notices.js';
import { texts } from '../texts/index.js';
import { QrCode } from './qr-code.js';

/** A link to give away: to read, to copy, and for the camera of a phone. */
export function ShareLink({ url, hint }: { url: string; hint: string }) {
  const { links, chat } = texts.value;
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(url);
    showText(chat.copied);
  }
  return (
    <div class="share-link">
      <QrCode text={url} label={links.code} />
      <p>{hint}</p>
      <code>{url}</code>
      <button class="button" type="button" onClick={() => void attempt(copy)}>
        <Icon name="copy" size={18} /> {links.copy}
      </button>
    </div>
  );
}
