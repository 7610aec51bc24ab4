import { Module } from '@nestjs/common';
import { EmailTokensCleanup } from './email-tokens.cleanup.js';
import { EmailTokensRepository } from './email-tokens.repository.js';

@Module({ providers: [EmailTokensCleanup, EmailTokensRepository], exports: [EmailTokensRepository] })
export class EmailTokensModule {}
