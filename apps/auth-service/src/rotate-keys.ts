import { exitOnStartFailure } from '@messenger/process';
import { createDataSource, Database } from '@messenger/database';
import { JsonLogger } from '@messenger/logging';
import { Logger } from '@nestjs/common';
import { config } from './config.js';
import { KeyRotation } from './signing-keys/key-rotation.js';
import { SigningKeysRepository } from './signing-keys/signing-keys.repository.js';

/** The program `rotate-keys.js`: rotates the signing keys with the service's own settings, and logs the new states. */
async function rotateKeys(): Promise<void> {
  const dataSource = await createDataSource({ ...config.database, schema: 'auth' }).initialize();
  try {
    const database = new Database(dataSource);
    const repository = new SigningKeysRepository();
    const rotation = await new KeyRotation(config.signingKeySecret, database, repository).rotate();
    new Logger('KeyRotation').log(
      rotation === undefined
        ? 'Nothing was done: the last rotation is less than a minute old'
        : `${rotation.active} is active, ${rotation.next} is next, ${rotation.retired} is retired`,
    );
  } finally {
    await dataSource.destroy();
  }
}

Logger.overrideLogger(new JsonLogger(config.logging));
rotateKeys().catch(exitOnStartFailure("auth-service's key rotation"));
