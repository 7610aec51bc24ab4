import { createPool, Database } from '@messenger/database';
import { JsonLogger } from '@messenger/logging';
import { exitOnStartFailure } from '@messenger/process';
import { Logger } from '@nestjs/common';
import { config } from '../config.js';
import { KeyRotation } from './key-rotation.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** Runs a program that changes the signing keys with the service's own settings, and logs what it answers. */
export function runKeyCommand(name: string, change: (rotation: KeyRotation) => Promise<string>): void {
  Logger.overrideLogger(new JsonLogger(config.logging));
  runOnDatabase(change).catch(exitOnStartFailure(`auth-service's ${name}`));
}

async function runOnDatabase(change: (rotation: KeyRotation) => Promise<string>): Promise<void> {
  const pool = createPool({ ...config.database, schema: 'auth' });
  try {
    const rotation = new KeyRotation(config.signingKeySecret, new Database(pool), new SigningKeysRepository());
    new Logger('KeyRotation').log(await change(rotation));
  } finally {
    await pool.end();
  }
}
