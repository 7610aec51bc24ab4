import { connect, type Socket } from 'node:net';

const STREAM =
  `<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' ` +
  `xmlns:stream='http://etherx.jabber.org/streams'>`;
const SESSION =
  `<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>` +
  `<iq type='set' id='s1'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>` +
  `<iq type='get' id='r1'><query xmlns='jabber:iq:roster'/></iq><presence/>`;
const MESSAGE = /<message\b[^>]*>[\s\S]*?<\/message>/g;

/** What a step of the sign-in waits for, and what is said then (RFC 6120, 6121; SASL PLAIN). */
const steps = (user: string): [RegExp, string][] => [
  [/<\/stream:features>/, authentication(user)],
  [/<success/, STREAM],
  [/<\/stream:features>/, SESSION],
  [/id=['"]r1['"]/, ''],
];

/** A signed-in XMPP connection. */
export class XmppClient {
  onBody: (body: string) => void = () => undefined;
  private buffered = '';

  private constructor(private readonly socket: Socket) {}

  /** Resolves once it is available to others. */
  static async signIn(port: number, user: string): Promise<XmppClient> {
    const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('utf8');
    const client = new XmppClient(socket);
    socket.write(STREAM);
    for (const [expected, answer] of steps(user)) {
      await client.receive(expected);
      if (answer) socket.write(answer);
    }
    socket.on('data', (chunk: string) => client.read(chunk));
    return client;
  }

  send(to: string, id: number, body: string): void {
    this.socket.write(`<message type='chat' id='${id}' to='${to}@localhost'><body>${body}</body></message>`);
  }

  close(): void {
    this.socket.end('</stream:stream>');
  }

  private receive(expected: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      let text = '';
      const onData = (chunk: string): void => {
        text += chunk;
        if (text.includes('<failure')) reject(new Error(`ejabberd refuses a sign-in: ${text}`));
        if (!expected.test(text)) return;
        this.socket.off('data', onData);
        resolve();
      };
      this.socket.on('data', onData).once('error', reject);
    });
  }

  private read(chunk: string): void {
    this.buffered += chunk;
    const complete = this.buffered.lastIndexOf('</message>') + '</message>'.length;
    if (complete < '</message>'.length) return;
    for (const [stanza] of this.buffered.slice(0, complete).matchAll(MESSAGE)) this.deliver(stanza);
    this.buffered = this.buffered.slice(complete);
  }

  private deliver(stanza: string): void {
    if (/type=['"]error['"]/.test(stanza)) throw new Error(`ejabberd refuses a message: ${stanza}`);
    const body = /<body>(.*?)<\/body>/.exec(stanza)?.[1];
    if (body) this.onBody(body);
  }
}

function authentication(user: string): string {
  const secret = Buffer.from(`\0${user}\0pw`).toString('base64');
  return `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`;
}
