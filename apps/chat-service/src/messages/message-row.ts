export interface MessageRow {
  id: string;
  chatId: string;
  seq: number;
  senderId: string;
  clientMessageId: string | null;
  /** Null once deleted. */
  text: string | null;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
}

/** The columns of MessageRow from `messages m`. */
export const MESSAGE = `
  m.id, m.chat_id AS "chatId", m.seq, m.sender_id AS "senderId", m.client_message_id AS "clientMessageId", m.text,
  m.created_at AS "createdAt", m.edited_at AS "editedAt", m.deleted_at AS "deletedAt"`;
