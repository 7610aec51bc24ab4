import { Database } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { SigningKeysRepository } from './signing-keys.repository.js';

const INTERVAL_MS = 60 * 60 * 1_000;

/** Deletes retired keys that no valid token can name any more. */
@Injectable()
export class SigningKeysCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly signingKeys: SigningKeysRepository,
  ) {
    super(INTERVAL_MS);
  }

  run(): Promise<void> {
    return this.signingKeys.deleteRetired(this.database);
  }
}
