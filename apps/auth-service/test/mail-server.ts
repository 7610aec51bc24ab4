import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server on this machine, which can be down, and refuse addresses. */
export class MailServer {
  readonly mails: ParsedMail[] = [];
  /** SMTP status that recipients are refused with. */
  refusal: number | undefined;
  private server = this.create();
  private port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** On the same port as before. */
  async start(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server.server, 'listening');
    this.port = (this.server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server = this.create();
  }

  to(email: string): ParsedMail[] {
    return this.mails.filter(({ to }) => !Array.isArray(to) && to?.value[0]?.address === email);
  }

  private create(): SMTPServer {
    return new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => {
        const { refusal } = this;
        if (refusal === undefined) done();
        else done(Object.assign(new Error(`${address} is not wanted`), { responseCode: refusal }));
      },
      onData: (stream, _session, done) => {
        text(stream)
          .then(async (source) => this.mails.push(await simpleParser(source)))
          .then(() => done(), done);
      },
    });
  }
}
