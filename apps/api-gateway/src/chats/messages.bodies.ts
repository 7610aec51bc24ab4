import { EditMessageDto, ListMessagesDto, MarkReadDto, SendMessageDto } from '@messenger/dto';
import { OmitType } from '@nestjs/swagger';

// What of a request the path does not say.
export class SendMessageBody extends OmitType(SendMessageDto, ['chatId'] as const) {}
export class ListMessagesQuery extends OmitType(ListMessagesDto, ['chatId'] as const) {}
export class EditMessageBody extends OmitType(EditMessageDto, ['chatId', 'messageId'] as const) {}
export class MarkReadBody extends OmitType(MarkReadDto, ['chatId'] as const) {}
