import { first, fragment, now, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';

@Injectable()
export class AvatarsRepository {
  async find(sql: Sql, hash: string): Promise<Buffer | undefined> {
    const row = await first(sql, db.selectFrom('avatars').select('webp').where('hash', '=', hash));
    return row?.webp;
  }

  /** Locks the row, a stored one too, until the transaction ends: the cleanup then leaves it alone. */
  async store(sql: Sql, hash: string, webp: Buffer): Promise<void> {
    await sql.run(
      db
        .insertInto('avatars')
        .values({ hash, webp })
        .onConflict((conflict) => conflict.column('hash').doUpdateSet({ unusedSince: null })),
    );
  }

  /** Deletes the picture at once, unless it is on a profile. */
  async deleteIfUnused(sql: Sql, hash: string): Promise<void> {
    await sql.run(
      db
        .deleteFrom('avatars')
        .where('hash', '=', hash)
        .where((eb) => eb.not(eb.exists(profilesWithIt()))),
    );
  }

  /** Corrects each mark that does not agree with the profiles. */
  async markUnused(sql: Sql): Promise<void> {
    await sql.run(
      db
        .updateTable('avatars')
        .set((eb) => ({
          unusedSince: eb.case().when('unusedSince', 'is', null).then(now()).end(),
        }))
        .where((eb) => eb(eb.parens('unusedSince', 'is', null), '<>', eb.exists(profilesWithIt()))),
    );
  }

  /** A mark may be older than somebody's new use of the picture: the profiles decide. */
  async deleteUnused(sql: Sql, days: number): Promise<void> {
    await sql.run(
      db
        .deleteFrom('avatars')
        .where('unusedSince', '<', now({ days: -days }))
        .where((eb) => eb.not(eb.exists(profilesWithIt()))),
    );
  }
}

function profilesWithIt() {
  return db.selectFrom('profiles').select('id').whereRef('avatarHash', '=', fragment.ref('avatars.hash'));
}
