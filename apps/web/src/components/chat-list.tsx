import { chatsLoaded, sortedChats } from '../state/chats.js';
import { hrefOf, route } from '../state/route.js';
import { texts } from '../texts/index.js';
import { ChatListItem } from './chat-list-item.js';
import { Empty } from './empty.js';
import { Skeleton } from './skeleton.js';

export function ChatList() {
  const { chats } = texts.value;
  const list = sortedChats.value;
  const current = route.value.screen === 'chats' ? route.value.chatId : undefined;
  return (
    <>
      <header class="bar">
        <h1>{chats.title}</h1>
      </header>
      <div class="list-scroller">
        {list.length > 0 && (
          <ul class="list">
            {list.map((chat) => (
              <ChatListItem key={chat.id} chat={chat} isCurrent={chat.id === current} />
            ))}
          </ul>
        )}
        {list.length === 0 && !chatsLoaded.value && <Skeleton />}
        {list.length === 0 && chatsLoaded.value && (
          <Empty icon="chats" title={chats.none}>
            <p>{chats.noneHint}</p>
            <a class="button primary" href={hrefOf({ screen: 'people' })}>
              {chats.findPeople}
            </a>
          </Empty>
        )}
      </div>
    </>
  );
}
