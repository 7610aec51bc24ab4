import { runKeyCommand } from './signing-keys/key-command.js';

/** The program `revoke-keys.js`: replaces all signing keys, and logs the new ones. */
runKeyCommand('key revocation', async (rotation) => {
  const { revoked, active, next } = await rotation.revokeAll();
  return `${revoked.join(', ')} revoked; ${active} is active, ${next} is next`;
});
