import { EditMessageDto, ListMessagesDto, MarkReadDto, SendMessageDto } from '@messenger/dto';
import { OmitType } from '@nestjs/swagger';

// The fields of a request that are not in its path.
export class SendMessageBody extends OmitType(SendMessageDto, ['chatId'] as const) {}
export class ListMessagesQuery extends OmitType(ListMessagesDto, ['chatId'] as const) {}
export class EditMessageBody extends OmitType(EditMessageDto, ['chatId', 'messageId'] as const) {}
export class MarkReadBody extends OmitType(MarkReadDto, ['chatId'] as const) {}
