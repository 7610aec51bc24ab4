import type { components } from '@messenger/client';

export type Invite = components['schemas']['InviteView'];
