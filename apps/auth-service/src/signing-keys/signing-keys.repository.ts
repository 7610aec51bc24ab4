import type { Sql } from '@messenger/events';
import type { JsonWebKey } from '@messenger/proto';
import { Injectable } from '@nestjs/common';

export type SigningKeyState = 'active' | 'next';

export interface SigningKeyRow {
  kid: string;
  state: SigningKeyState;
  publicJwk: JsonWebKey;
  sealedPrivateKey: Buffer;
}

@Injectable()
export class SigningKeysRepository {
  /** The active one first. */
  findInUse(sql: Sql): Promise<SigningKeyRow[]> {
    return sql.query<SigningKeyRow>(
      `SELECT kid, state, public_jwk AS "publicJwk", sealed_private_key AS "sealedPrivateKey"
       FROM signing_keys WHERE state IN ('active', 'next') ORDER BY state`,
    );
  }

  /** Nothing happens where another instance was first. */
  async insert(sql: Sql, { kid, state, publicJwk, sealedPrivateKey }: SigningKeyRow): Promise<void> {
    await sql.query(
      `INSERT INTO signing_keys (kid, state, public_jwk, sealed_private_key) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [kid, state, publicJwk, sealedPrivateKey],
    );
  }
}
