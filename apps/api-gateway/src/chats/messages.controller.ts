import { EditMessageBody, ListMessagesQuery, MarkReadBody, SendMessageBody } from '@messenger/dto';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { MAX_MESSAGE_BODY_BYTES, TakesBodyOf } from '../http/json-bodies.js';
import { UuidPipe } from '../http/uuid.pipe.js';
import { required } from '../clients/required.js';
import { CHAT_CLIENT, type ChatClient } from '../clients/clients.module.js';
import { MessageSender } from './message-sender.js';
import { HistoryView, MessageView, ReadView, toHistoryView, toMessageView } from './chats.views.js';

@ApiTags('Chats')
@ApiBearerAuth()
@Controller('v1/chats/:chatId')
export class MessagesController {
  constructor(
    @Inject(CHAT_CLIENT) private readonly chats: ChatClient,
    private readonly sender: MessageSender,
  ) {}

  @Post('messages')
  @ApiOperation({
    summary: 'Send a message',
    description: 'With a `clientMessageId` it is safe to repeat for ever: the same text gets the same message (200).',
  })
  @ApiCreatedResponse({ type: MessageView, description: 'Sent.' })
  @ApiOkResponse({ type: MessageView, description: 'Sent before.' })
  @TakesBodyOf(MAX_MESSAGE_BODY_BYTES)
  async sendMessage(
    @Param('chatId', UuidPipe) chatId: string,
    @Body() body: SendMessageBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageView> {
    const { message, created } = await this.sender.send({ chatId, ...body });
    reply.status(created ? 201 : 200);
    return message;
  }

  @Get('messages')
  @ApiOperation({
    summary: 'Read the history',
    description: 'Ascending by `seq`; the newest `limit` messages where no bound is given.',
  })
  @ApiOkResponse({ type: HistoryView })
  async listMessages(
    @Param('chatId', UuidPipe) chatId: string,
    @Query() query: ListMessagesQuery,
  ): Promise<HistoryView> {
    return toHistoryView(await this.chats.listMessages({ chatId, ...query }));
  }

  @Put('read')
  @ApiOperation({ summary: 'Say how far I have read', description: 'Never backwards, never past the last message.' })
  @ApiOkResponse({ type: ReadView })
  async markRead(@Param('chatId', UuidPipe) chatId: string, @Body() body: MarkReadBody): Promise<ReadView> {
    return this.chats.markRead({ chatId, ...body });
  }

  @Patch('messages/:messageId')
  @ApiOperation({ summary: 'Edit my message', description: 'While we are friends.' })
  @ApiOkResponse({ type: MessageView })
  @TakesBodyOf(MAX_MESSAGE_BODY_BYTES)
  async editMessage(
    @Param('chatId', UuidPipe) chatId: string,
    @Param('messageId', UuidPipe) messageId: string,
    @Body() body: EditMessageBody,
  ): Promise<MessageView> {
    const { message } = await this.chats.editMessage({ chatId, messageId, ...body });
    return toMessageView(required(message));
  }

  @Delete('messages/:messageId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete my message', description: 'It keeps its `seq`; its text is null.' })
  @ApiNoContentResponse()
  async deleteMessage(
    @Param('chatId', UuidPipe) chatId: string,
    @Param('messageId', UuidPipe) messageId: string,
  ): Promise<void> {
    await this.chats.deleteMessage({ chatId, messageId });
  }
}
