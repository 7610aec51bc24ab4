import { accept, decline } from '../state/friendships.js';
import { attempt } from '../state/notices.js';
import type { FriendRequest } from '../state/people.js';
import { texts } from '../texts/index.js';

export function RequestButtons({ request }: { request: FriendRequest }) {
  const { people } = texts.value;
  return (
    <div class="row-buttons">
      <button class="button primary small" type="button" onClick={() => void attempt(() => accept(request))}>
        {people.accept}
      </button>
      <button class="button small" type="button" onClick={() => void attempt(() => decline(request))}>
        {people.decline}
      </button>
    </div>
  );
}
