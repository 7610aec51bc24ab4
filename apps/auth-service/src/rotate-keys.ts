import { runKeyCommand } from './signing-keys/key-command.js';

/** The program `rotate-keys.js`: rotates the signing keys, and logs their new states. */
runKeyCommand('key rotation', async (rotation) => {
  const rotated = await rotation.rotate();
  return rotated === undefined
    ? 'Nothing was done: the last rotation is less than a minute old'
    : `${rotated.active} is active, ${rotated.next} is next, ${rotated.retired} is retired`;
});
