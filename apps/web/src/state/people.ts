import { batch, computed, signal } from '@preact/signals';
import { ok, type components } from '@messenger/client';
import { api } from './session.js';

export type PublicProfile = components['schemas']['ProfileView'];
export type User = components['schemas']['UserView'];
export type Friend = components['schemas']['FriendView'];
export type FriendRequest = components['schemas']['ListedFriendRequestView'];
export type Block = components['schemas']['BlockView'];

export const friends = signal<readonly Friend[]>([]);
export const requests = signal<readonly FriendRequest[]>([]);
export const blocks = signal<readonly Block[]>([]);
export const peopleLoaded = signal(false);
export const me = signal<User | null>(null);

export const incoming = computed(() => requests.value.filter(({ direction }) => direction === 'incoming'));
export const outgoing = computed(() => requests.value.filter(({ direction }) => direction === 'outgoing'));

export type Relation = 'me' | 'friend' | 'incoming' | 'outgoing' | 'blocked' | 'none';

export function relationTo(userId: string): Relation {
  if (me.value?.id === userId) return 'me';
  if (blocks.value.some(({ user }) => user.id === userId)) return 'blocked';
  if (friends.value.some(({ user }) => user.id === userId)) return 'friend';
  return requests.value.find((request) => request.userId === userId)?.direction ?? 'none';
}

/** An event that has overtaken the answer is newer than it. */
export async function loadMe(): Promise<void> {
  const before = me.value;
  const answer = await ok(api().GET('/v1/users/me'));
  if (me.value === before) me.value = answer;
}

/** Reads again where an event has overtaken the answers. */
export async function loadPeople(): Promise<void> {
  const before = [friends.value, requests.value, blocks.value];
  const answers = await Promise.all([loadFriends(), loadRequests(), loadBlocks()]);
  if ([friends.value, requests.value, blocks.value].some((list, index) => list !== before[index])) return loadPeople();
  batch(() => {
    [friends.value, requests.value, blocks.value] = answers;
    peopleLoaded.value = true;
  });
}

export function forgetPeople(): void {
  friends.value = [];
  requests.value = [];
  blocks.value = [];
  me.value = null;
  peopleLoaded.value = false;
}

interface Query {
  pageSize: number;
  pageToken?: string;
}

function loadFriends(): Promise<Friend[]> {
  return all(async (query) => {
    const page = await ok(api().GET('/v1/friends', { params: { query } }));
    return { items: page.friends, nextPageToken: page.nextPageToken };
  });
}

async function loadRequests(): Promise<FriendRequest[]> {
  const directions = ['incoming', 'outgoing'] as const;
  const lists = directions.map((direction) =>
    all(async (query) => {
      const page = await ok(api().GET('/v1/friend-requests', { params: { query: { ...query, direction } } }));
      return { items: page.friendRequests, nextPageToken: page.nextPageToken };
    }),
  );
  return (await Promise.all(lists)).flat();
}

function loadBlocks(): Promise<Block[]> {
  return all(async (query) => {
    const page = await ok(api().GET('/v1/blocks', { params: { query } }));
    return { items: page.blocks, nextPageToken: page.nextPageToken };
  });
}

async function all<Item>(read: (query: Query) => Promise<{ items: Item[]; nextPageToken: string }>): Promise<Item[]> {
  const items: Item[] = [];
  for (let pageToken = ''; ;) {
    const page = await read({ pageSize: 100, ...(pageToken && { pageToken }) });
    items.push(...page.items);
    pageToken = page.nextPageToken;
    if (pageToken === '') return items;
  }
}
