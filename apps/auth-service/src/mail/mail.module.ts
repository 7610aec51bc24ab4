import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { EmailTokensModule } from '../email-tokens/email-tokens.module.js';
import { FolderMailer } from './folder-mailer.js';
import { MailDispatcher } from './mail-dispatcher.js';
import { MAIL_OPTIONS } from './mail.options.js';
import { MailQueueRepository } from './mail-queue.repository.js';
import { MailRequestsService } from './mail-requests.service.js';
import type { Mailer } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

const { url, folder, from, publicUrl, limits } = config.mail;

function mailer(): Mailer | undefined {
  if (url !== undefined) return new SmtpMailer(url, from);
  return config.production ? undefined : new FolderMailer(folder, from);
}

@Module({
  imports: [EmailTokensModule],
  providers: [
    { provide: MAIL_OPTIONS, useFactory: () => ({ mailer: mailer(), publicUrl, limits }) },
    MailDispatcher,
    MailQueueRepository,
    MailRequestsService,
  ],
  exports: [MailQueueRepository, MailRequestsService],
})
export class MailModule {}
