import { useLayoutEffect } from 'preact/hooks';
import { chats } from '../state/chats.js';
import { historyOf, openUnknown } from '../state/histories.js';
import { editing } from '../state/messages.js';
import { peopleLoaded, relationTo } from '../state/people.js';
import { hrefOf } from '../state/route.js';
import type { Chat } from '../storage/database.js';
import { texts } from '../texts/index.js';
import { Avatar } from './avatar.js';
import { BackLink } from './back-link.js';
import { Composer } from './composer.js';
import { MessageList } from './message-list.js';
import { Name } from './name.js';

export function ChatPane({ chatId }: { chatId: string }) {
  const chat = chats.value.get(chatId);
  const isKnown = chat !== undefined;
  // Before anything is painted: what is asked for is on its way meanwhile.
  useLayoutEffect(() => {
    if (chat === undefined) openUnknown(chatId);
    else void historyOf(chatId).open(chat);
    return () => void (editing.value = null);
  }, [chatId, isKnown]);
  if (chat === undefined) return <div class="pane-empty" />;
  return (
    <>
      <ChatHeader chat={chat} />
      <MessageList key={chatId} chat={chat} />
      <Footer chat={chat} />
    </>
  );
}

function ChatHeader({ chat: { peer } }: { chat: Chat }) {
  const name = peer.nickname ?? texts.value.people.unknown;
  return (
    <header class="bar pane-bar">
      <BackLink to={{ screen: 'chats' }} />
      <a
        class="bar-person"
        href={hrefOf({ screen: 'people', userId: peer.id })}
        title={texts.value.chat.openProfile(name)}
      >
        <Avatar person={peer} size="small" />
        <h1>
          <Name of={peer} />
        </h1>
      </a>
    </header>
  );
}

/** Only friends write to each other. */
function Footer({ chat }: { chat: Chat }) {
  if (!peopleLoaded.value || relationTo(chat.peer.id) === 'friend') return <Composer chatId={chat.id} />;
  return (
    <p class="composer-note">
      {texts.value.chat.notFriends}{' '}
      <a href={hrefOf({ screen: 'people', userId: chat.peer.id })}>
        {texts.value.chat.openProfile(chat.peer.nickname ?? texts.value.people.unknown)}
      </a>
    </p>
  );
}
