import { Module } from '@nestjs/common';
import { EmailTokenSweeper } from './email-token-sweeper.js';
import { EmailTokensRepository } from './email-tokens.repository.js';

@Module({ providers: [EmailTokenSweeper, EmailTokensRepository], exports: [EmailTokensRepository] })
export class EmailTokensModule {}
