import type { GetOwnAccountResponse, Message } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { toIdentityView } from '../auth/accounts/identities.views.js';
import { toSessionView } from '../auth/sessions/sessions.views.js';
import { toChatView, type ChatView } from '../chats/chats.views.js';
import {
  AUTH_CLIENT,
  CHAT_CLIENT,
  SUBSCRIBER_CLIENT,
  USER_CLIENT,
  type AuthClient,
  type ChatClient,
  type SubscriberClient,
  type UserClient,
} from '../clients/clients.module.js';
import { required } from '../clients/required.js';
import { toBlockView, toFriendView, toListedFriendRequestView } from '../friends/friends.views.js';
import { toInviteView } from '../invites/invites.views.js';
import { ProfilesReader } from '../users/profiles.js';
import { toUserView, type UserView } from '../users/user.views.js';
import { patiently } from './patiently.js';
import { itemsOfPages, PAGE_SIZE } from './pages.js';

/** What a person has here, read from the services in their name, a page at a time. */
@Injectable()
export class OwnData {
  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    @Inject(USER_CLIENT) private readonly users: UserClient,
    @Inject(SUBSCRIBER_CLIENT) private readonly subscribers: SubscriberClient,
    @Inject(CHAT_CLIENT) private readonly chatService: ChatClient,
    private readonly profiles: ProfilesReader,
  ) {}

  async profile(): Promise<UserView> {
    return toUserView(required((await patiently(() => this.users.getMe({}))).user));
  }

  account(): Promise<GetOwnAccountResponse> {
    return patiently(() => this.auth.getOwnAccount({}));
  }

  /** The lists that are neither people nor chats, by name. */
  async lists(): Promise<Record<string, object[]>> {
    const { sessions } = await patiently(() => this.auth.listSessions({}));
    const { identities } = await patiently(() => this.auth.listIdentities({}));
    const invites = await itemsOfPages((page) => this.auth.listInvites(page), 'invites');
    return {
      sessions: sessions.map(toSessionView),
      'sign-in-methods': identities.map(toIdentityView),
      invites: invites.map(toInviteView),
    };
  }

  /** The lists of people, by name. */
  async people(): Promise<Record<string, { user: { avatarUrl: string | null } }[]>> {
    const { subscribers } = this;
    const friends = await itemsOfPages((page) => subscribers.listFriends(page), 'friends');
    const [incoming, outgoing] = [
      await itemsOfPages(
        (page) => subscribers.listFriendRequests({ direction: 'incoming', ...page }),
        'friendRequests',
      ),
      await itemsOfPages(
        (page) => subscribers.listFriendRequests({ direction: 'outgoing', ...page }),
        'friendRequests',
      ),
    ];
    const blocks = await itemsOfPages((page) => subscribers.listBlocks(page), 'blocks');
    return {
      friends: await this.withProfiles(friends, toFriendView),
      'friend-requests': await this.withProfiles([...incoming, ...outgoing], toListedFriendRequestView),
      blocks: await this.withProfiles(blocks, toBlockView),
    };
  }

  async chats(): Promise<ChatView[]> {
    const chats = await itemsOfPages((page) => this.chatService.listChats(page), 'chats');
    const withIds = chats.map((chat) => ({ ...chat, userId: chat.peerId }));
    return this.withProfiles(withIds, toChatView);
  }

  /** The messages of a chat up to its `lastSeq` of before, ascending, tombstones included; a page at a time. */
  async *messages({ id: chatId, lastSeq }: ChatView): AsyncGenerator<Message[]> {
    for (let afterSeq = 0; afterSeq < lastSeq;) {
      const limit = Math.min(PAGE_SIZE, lastSeq - afterSeq);
      const { messages } = await patiently(() => this.chatService.listMessages({ chatId, afterSeq, limit }));
      yield messages;
      afterSeq = messages.at(-1)?.seq ?? lastSeq;
    }
  }

  async avatar(hash: string): Promise<Buffer> {
    return (await patiently(() => this.users.getAvatar({ hash }))).webp;
  }

  private async withProfiles<T extends { userId: string }, View>(
    items: T[],
    toView: (item: T, profileOf: Awaited<ReturnType<ProfilesReader['read']>>) => View,
  ): Promise<View[]> {
    const views: View[] = [];
    for (let at = 0; at < items.length; at += PAGE_SIZE) {
      const some = items.slice(at, at + PAGE_SIZE);
      const profileOf = await patiently(() => this.profiles.read(some.map(({ userId }) => userId)));
      views.push(...some.map((item) => toView(item, profileOf)));
    }
    return views;
  }
}
