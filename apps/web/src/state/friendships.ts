import { batch } from '@preact/signals';
import { ok, type components } from '@messenger/client';
import {
  blocks,
  friends,
  loadPeople,
  requests,
  type Friend,
  type FriendRequest,
  type PublicProfile,
} from './people.js';
import { api } from './session.js';

/** What a person does about another; what follows of it comes as an event as well, and is the same state once more. */

type Answered = components['schemas']['FriendRequestView'];

export async function ask(user: PublicProfile): Promise<void> {
  const answer = await ok(api().POST('/v1/friend-requests', { body: { userId: user.id } }));
  if (answer.status === 'accepted') onFriend({ user, status: 'confirmed', since: new Date().toISOString() });
  else onRequest({ ...answer, user });
}

export async function accept({ id, user }: FriendRequest): Promise<void> {
  await ok(api().POST('/v1/friend-requests/{friendRequestId}/accept', pathOf(id)));
  onFriend({ user, status: 'confirmed', since: new Date().toISOString() });
}

export async function decline({ id }: FriendRequest): Promise<void> {
  onRequestEnded(await ok(api().POST('/v1/friend-requests/{friendRequestId}/decline', pathOf(id))));
}

export async function cancel(request: FriendRequest): Promise<void> {
  await ok(api().DELETE('/v1/friend-requests/{friendRequestId}', pathOf(request.id)));
  onRequestEnded(request);
}

export async function removeFriend(userId: string): Promise<void> {
  await ok(api().DELETE('/v1/friends/{userId}', { params: { path: { userId } } }));
  onFriendEnded(userId);
}

export async function block(user: PublicProfile): Promise<void> {
  await ok(api().PUT('/v1/blocks/{userId}', { params: { path: { userId: user.id } } }));
  batch(() => {
    onFriendEnded(user.id);
    requests.value = requests.value.filter(({ userId }) => userId !== user.id);
    const others = blocks.value.filter((other) => other.user.id !== user.id);
    blocks.value = [{ user, createdAt: new Date().toISOString() }, ...others];
  });
}

export async function unblock(userId: string): Promise<void> {
  await ok(api().DELETE('/v1/blocks/{userId}', { params: { path: { userId } } }));
  blocks.value = blocks.value.filter(({ user }) => user.id !== userId);
  await loadPeople();
}

export function onRequest(request: FriendRequest): void {
  requests.value = [request, ...requests.value.filter(({ id }) => id !== request.id)];
}

export function onRequestEnded({ id }: Pick<Answered, 'id'>): void {
  requests.value = requests.value.filter((request) => request.id !== id);
}

export function onFriend(friend: Friend): void {
  batch(() => {
    friends.value = [friend, ...friends.value.filter(({ user }) => user.id !== friend.user.id)];
    requests.value = requests.value.filter(({ userId }) => userId !== friend.user.id);
  });
}

export function onFriendEnded(userId: string): void {
  friends.value = friends.value.filter(({ user }) => user.id !== userId);
}

function pathOf(friendRequestId: string) {
  return { params: { path: { friendRequestId } } };
}
