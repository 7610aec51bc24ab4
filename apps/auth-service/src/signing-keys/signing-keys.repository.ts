import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { SealedKey, SigningKeyState } from './signing-key.js';

export interface SigningKeyRow extends SealedKey {
  state: SigningKeyState;
}

/** Minutes: the life of an access token, the half minute in which an instance may still sign, and doubtful clocks. */
const PUBLISHED_AFTER_RETIREMENT = 20;

const RETIRED_LONG_AGO = `state = 'retired' AND retired_at < now() - interval '${PUBLISHED_AFTER_RETIREMENT} minutes'`;

@Injectable()
export class SigningKeysRepository {
  /** The keys that some valid token may name, now or soon: the active one first, then the next, then retired ones. */
  findPublished(sql: Sql): Promise<SigningKeyRow[]> {
    return sql.query<SigningKeyRow>(
      `SELECT kid, state, public_jwk AS "publicJwk", sealed_private_key AS "sealedPrivateKey"
       FROM signing_keys WHERE NOT (${RETIRED_LONG_AGO}) ORDER BY state, retired_at DESC`,
    );
  }

  /** Nothing happens where another instance was first. */
  async insert(sql: Sql, { kid, publicJwk, sealedPrivateKey }: SealedKey, state: SigningKeyState): Promise<void> {
    await sql.query(
      `INSERT INTO signing_keys (kid, state, public_jwk, sealed_private_key) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [kid, state, publicJwk, sealedPrivateKey],
    );
  }

  /** Waits for a rotation that is under way; the next statement sees what it has done. */
  async lockRotation(sql: Sql): Promise<void> {
    await sql.query(`SELECT pg_advisory_xact_lock(hashtext('rotate signing keys'))`);
  }

  async wasRotatedWithin(sql: Sql, seconds: number): Promise<boolean> {
    const recent = await sql.query(`SELECT FROM signing_keys WHERE retired_at > now() - make_interval(secs => $1)`, [
      seconds,
    ]);
    return recent.length > 0;
  }

  async retireActive(sql: Sql): Promise<string> {
    return this.move(sql, `state = 'retired', retired_at = now()`, 'active');
  }

  async activateNext(sql: Sql): Promise<string> {
    return this.move(sql, `state = 'active'`, 'next');
  }

  async deleteRetired(sql: Sql): Promise<void> {
    await sql.query(`DELETE FROM signing_keys WHERE ${RETIRED_LONG_AGO}`);
  }

  private async move(sql: Sql, change: string, from: SigningKeyState): Promise<string> {
    const [moved] = await sql.query<{ kid: string }>(
      `UPDATE signing_keys SET ${change} WHERE state = $1 RETURNING kid`,
      [from],
    );
    if (moved === undefined) throw new Error(`There is no ${from} signing key: has auth-service ever run?`);
    return moved.kid;
  }
}
