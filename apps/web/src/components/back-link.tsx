import { hrefOf, type Route } from '../state/route.js';
import { texts } from '../texts/index.js';
import { Icon } from './icon.js';

/** On narrow screens, where a pane covers the list. */
export function BackLink({ to }: { to: Route }) {
  return (
    <a class="icon-button back" href={hrefOf(to)} aria-label={texts.value.chat.back}>
      <Icon name="back" />
    </a>
  );
}
