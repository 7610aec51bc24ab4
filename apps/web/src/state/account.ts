import { ok } from '@messenger/client';
import { deleteDatabase } from '../storage/database.js';
import { arrivalNotice } from './arrival.js';
import { api, logOut, ownId, phase } from './session.js';

/**
 * Ends every session at once; the account is erased later, unless its owner signs in before.
 *
 * @param password empty where the account has none
 */
export async function deleteAccount(password: string, keepMessages: boolean): Promise<void> {
  const userId = ownId();
  const proof = password === '' ? {} : { password };
  const { eraseAt } = await ok(api().DELETE('/v1/users/me', { body: { ...proof, keepMessages } }));
  arrivalNotice.value = { kind: 'account-deleted', eraseAt };
  if (phase.value === 'signed-in') await logOut();
  await deleteDatabase(userId);
}
