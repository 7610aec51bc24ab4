import type { IconName } from '../icons/paths.js';
import { Icon } from '../components/icon.js';
import { openDirectChat } from '../state/chats.js';
import { confirm } from '../state/dialog.js';
import { accept, ask, block, cancel, decline, removeFriend, unblock } from '../state/friendships.js';
import { attempt } from '../state/notices.js';
import { requests, type FriendRequest, type PublicProfile, type Relation } from '../state/people.js';
import { reported } from '../state/reports.js';
import { navigate } from '../state/route.js';
import { texts } from '../texts/index.js';

interface Action {
  label: string;
  icon: IconName;
  look?: 'primary' | 'danger';
  run: () => Promise<unknown>;
}

export function PersonActions({ user, relation }: { user: PublicProfile; relation: Relation }) {
  if (relation === 'me') return null;
  return (
    <div class="profile-actions">
      {[...actionsFor(user, relation), toReport(user)].map(({ label, icon, look = '', run }) => (
        <button key={label} class={`button ${look}`} type="button" onClick={() => void attempt(run)}>
          <Icon name={icon} size={18} /> {label}
        </button>
      ))}
    </div>
  );
}

function actionsFor(user: PublicProfile, relation: Relation): Action[] {
  const { people } = texts.value;
  const request = requests.value.find(({ userId }) => userId === user.id);
  const toBlock: Action = { label: people.block, icon: 'ban', look: 'danger', run: () => askToBlock(user) };
  switch (relation) {
    case 'friend':
      return [
        { label: people.write, icon: 'chats', look: 'primary', run: () => openChat(user.id) },
        { label: people.remove, icon: 'close', run: () => askToRemove(user) },
        toBlock,
      ];
    case 'incoming':
      return [...(request ? answersTo(request) : []), toBlock];
    case 'outgoing':
      return [
        ...(request ? [{ label: people.cancel, icon: 'close', run: () => cancel(request) } as const] : []),
        toBlock,
      ];
    case 'blocked':
      return [{ label: people.unblock, icon: 'check', run: () => unblock(user.id) }];
    default:
      return [{ label: people.add, icon: 'user-add', look: 'primary', run: () => ask(user) }, toBlock];
  }
}

function toReport({ id }: PublicProfile): Action {
  const run = () => Promise.resolve(void (reported.value = { userId: id }));
  return { label: texts.value.reports.report, icon: 'flag', look: 'danger', run };
}

function answersTo(request: FriendRequest): Action[] {
  const { people } = texts.value;
  return [
    { label: people.accept, icon: 'check', look: 'primary', run: () => accept(request) },
    { label: people.decline, icon: 'close', run: () => decline(request) },
  ];
}

async function openChat(userId: string): Promise<void> {
  const { id } = await openDirectChat(userId);
  navigate({ screen: 'chats', chatId: id });
}

async function askToRemove({ id, nickname }: PublicProfile): Promise<void> {
  const { people } = texts.value;
  const title = people.removeTitle(nickname ?? people.unknown);
  if (await confirm({ title, text: people.removeText, action: people.remove })) await removeFriend(id);
}

async function askToBlock(user: PublicProfile): Promise<void> {
  const { people } = texts.value;
  const title = people.blockTitle(user.nickname ?? people.unknown);
  if (await confirm({ title, text: people.blockText, action: people.block })) await block(user);
}
