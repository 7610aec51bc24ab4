import { CurrentCaller, Public, type Caller } from '@messenger/authentication';
import {
  DeleteMessageDto,
  EditMessageDto,
  GetChatDto,
  ListChatsDto,
  ListMessagesDto,
  MarkReadDto,
  OpenDirectChatDto,
  SendMessageDto,
} from '@messenger/dto';
import { GrpcController, ValidatedByHandler, type RpcHandlers } from '@messenger/grpc';
import {
  ChatServiceService,
  type Complete,
  type ChatService,
  type DeleteMessageResponse,
  type EditMessageResponse,
  type GetChatResponse,
  type ListChatsResponse,
  type ListMessagesResponse,
  type MarkReadResponse,
  type OpenDirectChatResponse,
  type SendMessageResponse,
  type SendMessagesRequest,
  SendMessagesResponse,
} from '@messenger/proto';
import { ChatsService } from './chats/chats.service.js';
import { MessagesService } from './messages/messages.service.js';
import { BatchItemSender } from './sending/batch-item-sender.js';
import { SendingService } from './sending/sending.service.js';

@GrpcController(ChatServiceService)
export class ChatController implements RpcHandlers<ChatService> {
  constructor(
    private readonly chats: ChatsService,
    private readonly messages: MessagesService,
    private readonly sending: SendingService,
    private readonly batchItems: BatchItemSender,
  ) {}

  openDirectChat(
    request: OpenDirectChatDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<Complete<OpenDirectChatResponse>> {
    return this.chats.openDirectChat(request, userId);
  }

  listChats(request: ListChatsDto, @CurrentCaller() { userId }: Caller): Promise<Complete<ListChatsResponse>> {
    return this.chats.listChats(request, userId);
  }

  async getChat({ chatId }: GetChatDto, @CurrentCaller() { userId }: Caller): Promise<Complete<GetChatResponse>> {
    return { chat: await this.chats.getChat(chatId, userId) };
  }

  sendMessage(request: SendMessageDto, @CurrentCaller() { userId }: Caller): Promise<Complete<SendMessageResponse>> {
    return this.sending.sendMessage(request, userId);
  }

  /** Public: each item carries the token of its sender. */
  @Public()
  @ValidatedByHandler()
  async sendMessages({ items }: SendMessagesRequest): Promise<Complete<SendMessagesResponse>> {
    return { outcomes: await this.batchItems.sendAll(items) };
  }

  listMessages(request: ListMessagesDto, @CurrentCaller() { userId }: Caller): Promise<Complete<ListMessagesResponse>> {
    return this.messages.listMessages(request, userId);
  }

  async editMessage(
    request: EditMessageDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<Complete<EditMessageResponse>> {
    return { message: await this.messages.editMessage(request, userId) };
  }

  async deleteMessage(request: DeleteMessageDto, @CurrentCaller() { userId }: Caller): Promise<DeleteMessageResponse> {
    await this.messages.deleteMessage(request, userId);
    return {};
  }

  markRead(request: MarkReadDto, @CurrentCaller() { userId }: Caller): Promise<MarkReadResponse> {
    return this.chats.markRead(request, userId);
  }
}
