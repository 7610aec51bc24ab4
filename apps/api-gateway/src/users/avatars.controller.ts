import { Public } from '@messenger/authentication';
import { Controller, Delete, Get, HttpCode, Inject, Param, Put, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblems, ApiProblemsOf } from '../openapi/api-problems.decorator.js';
import { UseRateLimit } from '../rate-limits/use-rate-limit.decorator.js';
import { TakesUploads } from '../http/uploads.js';
import { required } from '../clients/required.js';
import { USER_CLIENT, type UserClient } from '../clients/clients.module.js';
import { sendAvatarFile } from './avatar-file.js';
import { AvatarUploads } from './avatar-uploads.js';
import { AvatarUpload, toUserView, UserView } from './user.views.js';

/** Longer than that of other calls: user-service queues images to decode. */
const DECODING_DEADLINE_MS = 10_000;

@ApiTags('Users')
@Controller('v1')
export class AvatarsController {
  constructor(
    @Inject(USER_CLIENT) private readonly users: UserClient,
    private readonly uploads: AvatarUploads,
  ) {}

  @Put('users/me/avatar')
  @TakesUploads()
  @UseRateLimit('avatar')
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Set my avatar',
    description:
      'A JPEG, PNG or WebP of up to 5 MB and 50 million pixels, judged by its content. It becomes a 512x512 WebP, upright, cut to a square, without metadata.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: AvatarUpload })
  @ApiOkResponse({ type: UserView })
  @ApiProblemsOf('SetAvatar')
  @ApiProblems({ 415: ['UNSUPPORTED_MEDIA_TYPE'] })
  async setAvatar(@Req() request: FastifyRequest): Promise<UserView> {
    const { user } = await this.uploads.receive(request, (image) =>
      this.users.setAvatar({ image }, { deadlineMs: DECODING_DEADLINE_MS }),
    );
    return toUserView(required(user));
  }

  @Delete('users/me/avatar')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Remove my avatar', description: 'Whoever has its address still finds the file for a day.' })
  @ApiNoContentResponse()
  async deleteAvatar(): Promise<void> {
    await this.users.deleteAvatar({});
  }

  @Get('avatars/:hash.webp')
  @Public()
  @ApiOperation({
    summary: 'Read an avatar',
    description: 'The file that an `avatarUrl` names. It never changes, so it may be kept for ever.',
  })
  @ApiParam({ name: 'hash', schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } })
  @ApiOkResponse({ content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } } })
  @ApiResponse({ status: 304, description: 'The one in `If-None-Match` is still good: it always is.' })
  @ApiProblemsOf('GetAvatar')
  async getAvatar(
    @Param('hash') hash: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    const { webp } = await this.users.getAvatar({ hash });
    return sendAvatarFile(reply, hash, webp);
  }
}
