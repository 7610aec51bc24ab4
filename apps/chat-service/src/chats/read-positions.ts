import { BatchQueue } from '@messenger/batching';
import { Database, type Transaction } from '@messenger/database';
import { MAX_BATCH_SIZE } from '@messenger/dto';
import type { RequestContext } from '@messenger/logging';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { ChatNotFoundError } from './chats.errors.js';
import { ChatsRepository } from './chats.repository.js';
import { toOwnChat, withReadPosition, type ChatRow } from './own-chat.js';

const MAX_WAITING = 5_000;

/** Somebody has read a chat up to a message. */
export interface ReadMark {
  chatId: string;
  userId: string;
  seq: number;
  /** Whether the peer may see it. */
  isShown: boolean;
  /** The context of its request, for its event. */
  request: RequestContext | undefined;
}

/** Moves read positions, those that come at the same time in one transaction. */
@Injectable()
export class ReadPositions {
  private readonly queue = new BatchQueue<ReadMark, number>((marks) => this.write(marks), {
    name: 'move read positions',
    batchSize: MAX_BATCH_SIZE,
    waiting: MAX_WAITING,
  });

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly chats: ChatsRepository,
  ) {}

  /** Resolves to the position: never backwards, never past the last message. */
  move(mark: ReadMark): Promise<number> {
    return this.queue.add(mark);
  }

  private write(marks: ReadMark[]): Promise<number[]> {
    return this.database.transaction(async (tx) => {
      const chats = await this.chats.lockAll(tx, [...new Set(marks.map(({ chatId }) => chatId))]);
      const rows = new Map(chats.map((chat) => [chat.id, chat]));
      const moves = marks.map((mark) => move(mark, rows));
      this.append(
        tx,
        moves.filter(({ isChange }) => isChange),
        rows,
      );
      return moves.map(({ readSeq }) => readSeq);
    });
  }

  private append(tx: Transaction, changes: Move[], rows: Map<string, ChatRow>): void {
    if (changes.length === 0) return;
    const changed = [...new Set(changes.map(({ chatId }) => chatId))].map((chatId) => rows.get(chatId) as ChatRow);
    tx.runLast({ build: () => this.chats.updateReadPositions(changed), onCommit: () => undefined });
    for (const { chatId, userId, readSeq, recipientIds, request } of changes) {
      this.outbox.add(tx, {
        type: 'chat.read.v1',
        payload: { chatId, userId, seq: readSeq },
        ...{ subject: chatId, recipientIds, request },
      });
    }
  }
}

interface Move extends ReadMark {
  readSeq: number;
  isChange: boolean;
  recipientIds: string[];
}

/** Moves the position in `rows`, whose locks are held. What the peer sees of it moves only where `isShown`. */
function move(mark: ReadMark, rows: Map<string, ChatRow>): Move {
  const { chatId, userId, seq, isShown } = mark;
  const row = rows.get(chatId);
  if (row === undefined) throw new ChatNotFoundError();
  const chat = toOwnChat(row, userId);
  const readSeq = Math.max(chat.readSeq, Math.min(seq, chat.lastSeq));
  const readSeqShown = isShown ? readSeq : chat.readSeqShown;
  rows.set(chatId, withReadPosition(row, userId, { readSeq, readSeqShown }));
  const isChange = readSeq !== chat.readSeq || readSeqShown !== chat.readSeqShown;
  return { ...mark, readSeq, isChange, recipientIds: isShown ? [userId, chat.peerId] : [userId] };
}
