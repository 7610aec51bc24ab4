import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Mailer, type MailContent } from './mailer.js';

/** For development: writes each mail to an .eml file, which mail programs open. */
export class FolderMailer extends Mailer {
  private readonly logger = new Logger(FolderMailer.name);
  private readonly transport = createTransport({ streamTransport: true, buffer: true });

  constructor(
    private readonly folder: string,
    from: string,
  ) {
    super(from);
  }

  async send(to: string, content: MailContent): Promise<void> {
    const { message } = await this.transport.sendMail(this.message(to, content));
    const file = join(resolve(this.folder), `${Date.now()}-${randomUUID()}.eml`);
    await mkdir(this.folder, { recursive: true });
    // Renamed when complete: a watcher of the folder must not read half a mail.
    await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
    await rename(`${file}.part`, file);
    this.logger.log(`A mail is in ${file}`);
  }
}
