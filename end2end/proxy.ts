// A real TLS reverse proxy in front of a server: nginx with the block that the README shows.
//
// It connects from an address of its own, 127.0.0.2, so that a server can trust the proxy and
// nobody else although all of them are on one machine.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const readme = resolve(import.meta.dirname, '../README.md');
const nginx = process.env.FLUXWARD_NGINX ?? '/usr/sbin/nginx';
const patience = 10_000;

/** A running proxy. */
export class Proxy {
  /** The address that its connections to the server come from. */
  static readonly address = '127.0.0.2';

  private constructor(
    /** Where people reach it, without a slash at the end. */
    readonly url: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  /** Starts at `https://localhost:port` in front of the server at `target`. */
  static async start(port: number, target: string): Promise<Proxy> {
    const folder = await mkdtemp(join(tmpdir(), 'fluxward-proxy-'));
    await makeCertificate(folder);
    const file = join(folder, 'nginx.conf');
    await writeFile(file, configuration(folder, readmeBlock(port, target, folder)));
    const child = spawn(nginx, ['-p', folder, '-e', 'stderr', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.on('error', (error) => (said += `${error}\n`));
    child.stderr.on('data', (text) => (said += text));
    const deadline = Date.now() + patience;
    while (!(await answers(port))) {
      if (Date.now() > deadline || child.exitCode !== null || child.pid === undefined) {
        throw new Error(`${nginx} did not start:\n${said}`);
      }
      await pause(20);
    }
    return new Proxy(`https://localhost:${port}`, folder, child);
  }

  /** Stops, and removes the folder. */
  async remove(): Promise<void> {
    const stopped = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGTERM');
    if (this.process.exitCode === null) await stopped;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The README's block with the names of this machine put in. Each must be found, or it has changed. */
function readmeBlock(port: number, target: string, folder: string): string {
  const block = /```nginx\n([^]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1];
  if (!block) throw new Error('the README shows no nginx block');
  const put: [RegExp, string][] = [
    [/listen 443 /, `listen 127.0.0.1:${port} `],
    [/server_name .*;/, 'server_name localhost;'],
    [/ssl_certificate .*;/, `ssl_certificate ${folder}/certificate.pem;`],
    [/ssl_certificate_key .*;/, `ssl_certificate_key ${folder}/key.pem;`],
    [/proxy_pass .*;/, `proxy_pass ${target}; proxy_bind ${Proxy.address};`],
  ];
  return put.reduce((text, [from, to]) => {
    if (!from.test(text)) throw new Error(`the README's nginx block has no ${from}`);
    return text.replace(from, to);
  }, block);
}

/** What surrounds a `server` block, with every file inside `folder`. */
function configuration(folder: string, server: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    'daemon off;',
    'master_process off;',
    'error_log stderr;',
    `pid ${folder}/nginx.pid;`,
    'events {}',
    'http {',
    '  access_log off;',
    ...kinds.map((kind) => `  ${kind}_temp_path ${folder}/${kind};`),
    server,
    '}',
  ].join('\n');
}

async function makeCertificate(folder: string): Promise<void> {
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...names, ...files]);
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
