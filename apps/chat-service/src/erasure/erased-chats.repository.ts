import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { expressionBuilder } from 'kysely';
import { isOwn } from '../chats/own-chat.js';
import { db, STATEMENT_TIME } from '../database.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../message.js';
import type { DB } from '../tables.gen.js';

/** A chat of the person who is erased. */
export interface ErasedChat {
  id: string;
  peerId: string;
  /** Whether nobody is left to read it. */
  abandoned: boolean;
}

/** The next messages of one person in a chat. */
export interface MessageRange {
  chatId: string;
  userId: string;
  afterSeq: number;
  limit: number;
}

/** In place of the hash of a text: nobody can guess the text by it. */
const NO_HASH = Buffer.alloc(0);

@Injectable()
export class ErasedChatsRepository {
  list(sql: Sql, userId: string): Promise<ErasedChat[]> {
    return sql.run(
      db
        .selectFrom('chats')
        .select('chats.id')
        .select((chat) => [
          peerOf(userId).as('peerId'),
          chat
            .exists(
              chat.selectFrom('erasedUsers').select('erasedUsers.id').where('erasedUsers.id', '=', peerOf(userId)),
            )
            .$castTo<boolean>()
            .as('abandoned'),
        ])
        .where((chat) => isOwn(chat, userId)),
    );
  }

  /** Leaves tombstones, and resolves with them. */
  eraseMessages(sql: Sql, { chatId, userId, afterSeq, limit }: MessageRange): Promise<MessageRow[]> {
    const next = messagesOf(chatId, userId, afterSeq).where('text', 'is not', null).limit(limit);
    return sql.run(
      db
        .updateTable('messages')
        .set({ text: null, deletedAt: STATEMENT_TIME, sentTextHash: NO_HASH, clientMessageId: null })
        .where('messages.chatId', '=', chatId)
        .where('messages.seq', 'in', next)
        .returning(MESSAGE_COLUMNS),
    );
  }

  /** Erases what is kept of the sends beside the texts. Resolves with the `seq` of each. */
  async eraseTraces(sql: Sql, { chatId, userId, afterSeq, limit }: MessageRange): Promise<{ seq: number }[]> {
    const next = messagesOf(chatId, userId, afterSeq).where('sentTextHash', '<>', NO_HASH).limit(limit);
    return sql.run(
      db
        .updateTable('messages')
        .set({ sentTextHash: NO_HASH, clientMessageId: null })
        .where('messages.chatId', '=', chatId)
        .where('messages.seq', 'in', next)
        .returning('seq'),
    );
  }

  async eraseReadPosition(sql: Sql, chatId: string, userId: string): Promise<void> {
    const chat = db.updateTable('chats').where('id', '=', chatId);
    await sql.run(chat.set({ lowReadSeq: 0, lowReadSeqShown: 0 }).where('userLow', '=', userId));
    await sql.run(chat.set({ highReadSeq: 0, highReadSeqShown: 0 }).where('userHigh', '=', userId));
  }

  /** Deletes up to `limit`, and resolves with their number. */
  async deleteMessages(sql: Sql, chatId: string, limit: number): Promise<number> {
    const next = db.selectFrom('messages').select('seq').where('chatId', '=', chatId).limit(limit);
    const deleted = db.deleteFrom('messages').where('chatId', '=', chatId).where('seq', 'in', next);
    return (await sql.run(deleted.returning('seq'))).length;
  }

  async deleteChat(sql: Sql, chatId: string): Promise<void> {
    await sql.run(db.deleteFrom('chats').where('id', '=', chatId));
  }
}

function peerOf(userId: string) {
  return expressionBuilder<DB, 'chats'>()
    .case()
    .when('chats.userLow', '=', userId)
    .then(expressionBuilder<DB, 'chats'>().ref('chats.userHigh'))
    .else(expressionBuilder<DB, 'chats'>().ref('chats.userLow'))
    .end();
}

function messagesOf(chatId: string, userId: string, afterSeq: number) {
  return db
    .selectFrom('messages')
    .select('messages.seq')
    .where('messages.chatId', '=', chatId)
    .where('messages.senderId', '=', userId)
    .where('messages.seq', '>', afterSeq)
    .orderBy('messages.seq');
}
