import { ListChatsDto, OpenDirectChatDto } from '@messenger/dto';
import type { Chat } from '@messenger/proto';
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { UuidPipe } from '../http/uuid.pipe.js';
import { required } from '../clients/required.js';
import { CHAT_CLIENT, type ChatClient } from '../clients/clients.module.js';
import { ProfilesReader } from '../users/profiles.js';
import { ChatPageView, ChatView, toChatView } from './chats.views.js';

@ApiTags('Chats')
@ApiBearerAuth()
@Controller('v1/chats')
export class ChatsController {
  constructor(
    @Inject(CHAT_CLIENT) private readonly chats: ChatClient,
    private readonly profiles: ProfilesReader,
  ) {}

  @Post('direct')
  @ApiOperation({ summary: 'Open the chat with a friend', description: 'Made on first use.' })
  @ApiCreatedResponse({ type: ChatView, description: 'Made.' })
  @ApiOkResponse({ type: ChatView, description: 'It was there.' })
  async openDirectChat(
    @Body() body: OpenDirectChatDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChatView> {
    const { chat, created } = await this.chats.openDirectChat(body);
    reply.status(created ? 201 : 200);
    return this.view(chat);
  }

  @Get()
  @ApiOperation({ summary: 'List my chats', description: 'The one with the latest message first.' })
  @ApiOkResponse({ type: ChatPageView })
  async listChats(@Query() query: ListChatsDto): Promise<ChatPageView> {
    const { chats, nextPageToken } = await this.chats.listChats(query);
    const profileOf = await this.profiles.read(chats.map(({ peerId }) => peerId));
    return { chats: chats.map((chat) => toChatView(chat, profileOf)), nextPageToken };
  }

  @Get(':chatId')
  @ApiOperation({ summary: 'Read one of my chats', description: 'With the last message, and how far each has read.' })
  @ApiOkResponse({ type: ChatView })
  async getChat(@Param('chatId', UuidPipe) chatId: string): Promise<ChatView> {
    const { chat } = await this.chats.getChat({ chatId });
    return this.view(chat);
  }

  private async view(answer: Chat | undefined): Promise<ChatView> {
    const chat = required(answer);
    return toChatView(chat, await this.profiles.read([chat.peerId]));
  }
}
