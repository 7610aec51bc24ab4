import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@messenger/testing';
import { simpleParser, type ParsedMail } from 'mailparser';

/** How long a mail may take. */
const DELIVERY_TIMEOUT_MS = 10_000;

export type Link = 'verify-email' | 'reset-password';

/** The mails of a stack, which writes them to files. */
export class Mailbox {
  private readonly read = new Map<string, ParsedMail>();

  constructor(private readonly folder: string) {}

  /** Oldest first. */
  async to(email: string): Promise<ParsedMail[]> {
    const files = await readdir(this.folder).catch(() => []);
    for (const file of files.filter((name) => name.endsWith('.eml'))) {
      if (!this.read.has(file)) this.read.set(file, await simpleParser(await readFile(join(this.folder, file))));
    }
    const mails = [...this.read].sort(([one], [other]) => one.localeCompare(other)).map(([, mail]) => mail);
    return mails.filter(({ to }) => !Array.isArray(to) && to?.value[0]?.address === email);
  }

  /** What the newest link of that kind carries; waits for it. */
  async token(email: string, link: Link): Promise<string> {
    return (await this.link(email, link)).split('=')[1] ?? '';
  }

  async link(email: string, link: Link): Promise<string> {
    return eventually(async () => {
      const mails = await this.to(email);
      const links = mails.flatMap(({ text }) => new RegExp(`^http\\S+#${link}=\\S+$`, 'm').exec(text ?? '') ?? []);
      const newest = links.at(-1);
      if (newest === undefined) throw new Error(`no mail with ${link} among ${mails.length}`);
      return newest;
    }, DELIVERY_TIMEOUT_MS);
  }
}
