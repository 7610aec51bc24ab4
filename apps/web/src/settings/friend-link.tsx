import type { User } from '../state/people.js';
import { hrefOf } from '../state/route.js';
import { texts } from '../texts/index.js';
import { ShareLink } from './share-link.js';

/** The link of one's own profile, where others ask to be friends. */
export function FriendLink({ user }: { user: User }) {
  const { links } = texts.value;
  const url = new URL(hrefOf({ screen: 'people', userId: user.id }), location.href).href;
  return (
    <section class="card">
      <h2>{links.friend}</h2>
      <ShareLink url={url} hint={links.friendHint} />
    </section>
  );
}
