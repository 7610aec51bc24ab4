import { inBatches, raw, type Sql } from '@messenger/database';

/**
 * Takes somebody out of the log. An event whose payload names the person, or that nobody else received, keeps its position
 * alone; any other one stays as it is for its other recipient. Needs INDEX_EVENT_LOG among the migrations.
 */
export function forgetRecipient(sql: Sql, userId: string): Promise<void> {
  return inBatches(async (limit) => (await sql.run(forgetIn(userId, limit))).length);
}

/** In up to `limit` events at the first place, and as many at the second one. */
function forgetIn(userId: string, limit: number) {
  return raw(
    `WITH received AS (
       (SELECT position FROM outbox WHERE recipient_ids[1] = $1 LIMIT $2)
       UNION
       (SELECT position FROM outbox WHERE recipient_ids[2] = $1 LIMIT $2)
     ), judged AS (
       SELECT position,
              recipient_ids <@ ARRAY[$1::uuid] OR strpos(payload::text, $1::uuid::text) > 0 AS emptied
       FROM outbox JOIN received USING (position)
     )
     UPDATE outbox SET
       recipient_ids = CASE WHEN emptied THEN '{}' ELSE array_remove(recipient_ids, $1) END,
       type = CASE WHEN emptied THEN '' ELSE type END,
       subject = CASE WHEN emptied THEN '' ELSE subject END,
       payload = CASE WHEN emptied THEN '{}' ELSE payload END,
       request_id = CASE WHEN NOT emptied THEN request_id END,
       traceparent = CASE WHEN NOT emptied THEN traceparent END,
       awaits_broker = awaits_broker AND NOT emptied
     FROM judged WHERE outbox.position = judged.position
     RETURNING 1 AS forgotten`,
    [userId, limit],
  );
}
