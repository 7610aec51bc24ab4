import { Icon } from '../components/icon.js';
import { texts } from '../texts/index.js';
import { dateOf } from '../texts/times.js';
import type { Invite } from './invite.js';

export function InviteRow({ invite, revoke }: { invite: Invite; revoke: () => void }) {
  const { invites } = texts.value;
  const { note, uses, maxUses } = invite;
  const state = stateOf(invite);
  const name = note ?? invites.unnamed;
  return (
    <li class="card-row">
      <Icon name="link" />
      <span class="row-text">
        <span dir="auto">{name}</span>
        <span class="faint">
          {invites.used(uses, maxUses)} · {state === 'open' ? invites.until(dateOf(invite.expiresAt)) : invites[state]}
        </span>
      </span>
      {state === 'open' && (
        <button class="button small" type="button" aria-label={invites.revokeOf(name)} onClick={revoke}>
          {invites.revoke}
        </button>
      )}
    </li>
  );
}

function stateOf({ revokedAt, uses, maxUses, expiresAt }: Invite): 'open' | 'revoked' | 'usedUp' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  if (uses >= maxUses) return 'usedUp';
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : 'open';
}
