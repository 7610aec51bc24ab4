import { Public } from '@messenger/authentication';
import { Controller, Get, HttpException, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

const UPGRADE_REQUIRED = 426;

/** Answers requests of the live connection's path that open no WebSocket; those that do are LiveServer's. */
@ApiExcludeController()
@Controller('v1/ws')
export class LiveController {
  @Get()
  @Public()
  refuse(@Res({ passthrough: true }) reply: FastifyReply): never {
    reply.header('upgrade', 'websocket');
    throw new HttpException('This is a WebSocket: see /docs/events', UPGRADE_REQUIRED);
  }
}
