import { chatsLoaded, sortedChats } from '../state/chats.js';
import { hrefOf, route } from '../state/route.js';
import { texts } from '../texts/index.js';
import { ChatListItem } from './chat-list-item.js';
import { Empty } from './empty.js';
import { LongList } from './long-list.js';
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
          <LongList items={list}>
            {(chat, position) => (
              <ChatListItem
                key={chat.id}
                chat={chat}
                position={position}
                count={list.length}
                isCurrent={chat.id === current}
              />
            )}
          </LongList>
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
