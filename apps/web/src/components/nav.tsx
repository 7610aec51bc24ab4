import { unreadTotal } from '../state/chats.js';
import { incoming, me } from '../state/people.js';
import { hrefOf, route, type Route } from '../state/route.js';
import { texts } from '../texts/index.js';
import { Avatar } from './avatar.js';
import { Badge } from './badge.js';
import type { IconName } from '../icons/paths.js';
import { Icon } from './icon.js';

export function Nav() {
  const { nav, chats, people } = texts.value;
  const unread = unreadTotal.value;
  const requests = incoming.value.length;
  return (
    <nav class="nav" aria-label={nav.main}>
      <NavLink to={{ screen: 'chats' }} icon="chats" label={nav.chats}>
        <Badge count={unread} label={chats.unread} />
      </NavLink>
      <NavLink to={{ screen: 'people' }} icon="people" label={nav.people}>
        <Badge count={requests} label={people.waitingRequests} />
      </NavLink>
      <NavLink to={{ screen: 'settings' }} icon="settings" label={nav.settings} />
      {me.value && (
        <a
          class="nav-me"
          href={hrefOf({ screen: 'settings', section: 'profile' })}
          aria-label={texts.value.settings.profile}
        >
          <Avatar person={me.value} size="small" />
        </a>
      )}
    </nav>
  );
}

interface NavLinkProps {
  to: Route;
  icon: IconName;
  label: string;
  children?: preact.ComponentChildren;
}

function NavLink({ to, icon, label, children }: NavLinkProps) {
  const isCurrent = route.value.screen === to.screen;
  return (
    <a class="nav-link" href={hrefOf(to)} aria-current={isCurrent ? 'page' : undefined}>
      <span class="nav-icon">
        <Icon name={icon} size={24} />
        {children}
      </span>
      <span class="nav-label">{label}</span>
    </a>
  );
}
