// A mail server for tests: a real SMTP conversation on the loopback address, which misbehaves as
// told.
//
//   const smtp = await Smtp.start();
//   await api.patch('/api/v1/settings', { mail: { smtp_url: smtp.url } });
//   const mail = await smtp.mailTo('bea@example.test');
//   await page.goto(mail.link('reset'));

import { createServer, type Server as TcpServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a mail may take to arrive. */
const patience = 10_000;

/** What the server does with the next mails: takes them, answers each recipient with a line, drops the connection after the data, or says nothing at all. */
export type Manner = 'takes' | 'drops' | 'stalls' | { refuses: string };

/** A mail that was taken. */
export class Mail {
  constructor(
    /** The address that it is for. */
    readonly to: string,
    private readonly raw: string,
  ) {}

  /** The value of a header, decoded. */
  header(name: string): string {
    const head = (this.raw.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]/g, ' ');
    const line = head.split('\r\n').find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? '';
    return decodeWords(line.slice(name.length + 1).trim());
  }

  /** The subject line. */
  get subject(): string {
    return this.header('Subject');
  }

  /** Both parts of the mail, decoded. */
  get text(): string {
    return decodeQuoted(this.raw);
  }

  /** The path of the first link to `/{page}/…`. */
  link(page: string): string {
    const found = new RegExp(`/${page}/[A-Za-z0-9_-]+`).exec(this.text)?.[0];
    if (!found) throw new Error(`no link to /${page}/ in the mail:\n${this.text}`);
    return found;
  }
}

/** A running mail server. */
export class Smtp {
  /** What it took, the oldest first. */
  readonly received: Mail[] = [];
  /** What it does with the next mails. */
  manner: Manner = 'takes';

  private constructor(
    /** Its address for the settings. */
    readonly url: string,
    private readonly server: TcpServer,
    private readonly sockets: Set<Socket>,
  ) {}

  /** Starts one on a free port. */
  static async start(): Promise<Smtp> {
    const sockets = new Set<Socket>();
    const server = createServer();
    await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const smtp = new Smtp(`smtp://127.0.0.1:${port}`, server, sockets);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
      smtp.talk(socket);
    });
    return smtp;
  }

  /** Stops it, and breaks off what is under way. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  /** The newest mail to an address whose subject holds `subject`; waits until it is there. */
  async mailTo(address: string, subject = ''): Promise<Mail> {
    const deadline = Date.now() + patience;
    for (;;) {
      const mail = this.received.findLast((mail) => mail.to === address && mail.subject.includes(subject));
      if (mail) return mail;
      if (Date.now() > deadline) {
        const there = this.received.map((mail) => `${mail.to}: ${mail.subject}`).join('\n');
        throw new Error(`no mail “${subject}” to ${address}; there are:\n${there}`);
      }
      await pause(20);
    }
  }

  private talk(socket: Socket): void {
    const manner = this.manner;
    if (manner === 'stalls') return;
    const say = (line: string) => socket.write(`${line}\r\n`);
    let to = '';
    let data: string | undefined;
    let buffer = '';
    say('220 test ESMTP');
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      buffer += chunk;
      if (data !== undefined) {
        const end = `\r\n${buffer}`.indexOf('\r\n.\r\n');
        if (end < 0) return;
        const raw = buffer.slice(0, Math.max(0, end - 2)).replaceAll('\r\n..', '\r\n.');
        buffer = buffer.slice(end + 3);
        data = undefined;
        this.received.push(new Mail(to, raw));
        if (manner === 'drops') return void socket.destroy();
        say('250 2.0.0 Ok: queued');
      }
      for (let at = buffer.indexOf('\r\n'); at >= 0 && data === undefined; at = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, at);
        buffer = buffer.slice(at + 2);
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'RCPT') {
          to = /<([^>]*)>/.exec(line)?.[1] ?? '';
          say(typeof manner === 'object' ? manner.refuses : '250 2.1.5 Ok');
        } else if (verb === 'DATA') {
          data = '';
          say('354 Go ahead');
        } else if (verb === 'QUIT') {
          say('221 Bye');
          socket.end();
        } else say('250 2.0.0 Ok');
      }
    });
  }
}

/** Quoted-printable (RFC 2045 §6.7) as text. */
function decodeQuoted(raw: string): string {
  const bytes = raw.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Encoded words of a header (RFC 2047) as text. */
function decodeWords(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : decodeQuoted(text.replaceAll('_', ' ')),
    );
}
