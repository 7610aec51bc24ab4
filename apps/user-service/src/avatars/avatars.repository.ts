import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';

@Injectable()
export class AvatarsRepository {
  async find(sql: Sql, hash: string): Promise<Buffer | undefined> {
    const [row] = await sql.query<{ webp: Buffer }>(`SELECT webp FROM avatars WHERE hash = $1`, [hash]);
    return row?.webp;
  }

  /** Locks the row to the end of the transaction, where it was there before too: the sweep then leaves it alone. */
  async store(sql: Sql, hash: string, webp: Buffer): Promise<void> {
    await sql.query(
      `INSERT INTO avatars (hash, webp) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET unused_since = NULL`,
      [hash, webp],
    );
  }

  /** Corrects each mark that does not agree with the profiles. */
  async markUnused(sql: Sql): Promise<void> {
    await sql.query(
      `UPDATE avatars SET unused_since = CASE WHEN unused_since IS NULL THEN now() END
       WHERE (unused_since IS NULL) <> EXISTS (SELECT FROM profiles WHERE avatar_hash = hash)`,
    );
  }

  /** A mark may be of before somebody took the picture again: the profiles decide. */
  async deleteUnused(sql: Sql, days: number): Promise<void> {
    await sql.query(
      `DELETE FROM avatars
       WHERE unused_since < now() - make_interval(days => $1)
       AND NOT EXISTS (SELECT FROM profiles WHERE avatar_hash = hash)`,
      [days],
    );
  }
}
