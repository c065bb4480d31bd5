// A real Fluxward: the binary itself, on a free port, with an empty database of its own.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '..');
const binary = process.env.FLUXWARD_BINARY ?? join(root, 'target/debug/fluxward');

/** How long a start or a stop may take. */
const patience = 30_000;

/** What a server is started with. */
export interface Start {
  /** So many generated people; 0 for an empty database. */
  demo?: number;
  /** The password that all of them get; without it nobody of them can sign in. */
  demoPassword?: string;
  /** The host that pages are opened at; the address itself when not given. */
  host?: string;
  /** Further variables of the environment. */
  environment?: Record<string, string>;
}

/** A running server. */
export class Server {
  private output = '';
  private process: ChildProcess | undefined;

  private constructor(
    /** Where it answers, without a slash at the end. */
    readonly url: string,
    /** Its folder: database, key file. */
    readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Starts a server on a fresh folder and waits until it is ready. */
  static async start(start: Start = {}): Promise<Server> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'fluxward-end2end-'));
    const url = `http://${start.host ?? '127.0.0.1'}:${port}`;
    const server = new Server(url, folder, {
      ...process.env,
      FLUXWARD_DATABASE_URL: `sqlite://${join(folder, 'fluxward.db')}`,
      FLUXWARD_KEY_FILE: join(folder, 'fluxward.key'),
      FLUXWARD_LISTEN: `127.0.0.1:${port}`,
      FLUXWARD_PUBLIC_URL: url,
      ...start.environment,
    });
    if (start.demo) {
      const password = start.demoPassword;
      await server.command(['demo', '--users', `${start.demo}`, ...(password ? ['--password-stdin'] : [])], password);
    }
    await server.serve();
    return server;
  }

  /** Runs another command of the binary on the same database, with `input` on its standard input. */
  command(argumentsOf: string[], input = ''): Promise<string> {
    return new Promise((done, failed) => {
      const child = execFile(binary, argumentsOf, { env: this.environment, cwd: this.folder }, (error, stdout, stderr) =>
        error ? failed(new Error(`fluxward ${argumentsOf.join(' ')}: ${stderr || error.message}`)) : done(stdout),
      );
      // A command that reads no password may close its input first.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
  }

  /** Serves, after the start or after a stop, and waits until the server is ready. */
  async serve(): Promise<void> {
    const child = spawn(binary, ['serve'], { env: this.environment, cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    child.on('error', (error) => (this.output += `${error}\n`));
    child.stdout.on('data', (text) => (this.output += text));
    child.stderr.on('data', (text) => (this.output += text));
    const deadline = Date.now() + patience;
    while (!(await this.isReady())) {
      if (Date.now() > deadline || child.exitCode !== null || child.pid === undefined) {
        throw new Error(`${binary} did not get ready:\n${this.output}`);
      }
      await pause(20);
    }
  }

  /** Stops as an operator would, with SIGTERM. Resolves to the exit code; kills what does not stop. */
  async stop(): Promise<number | null> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const stopped = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
    const late = setTimeout(() => child.kill('SIGKILL'), patience);
    child.kill('SIGTERM');
    const code = await stopped;
    clearTimeout(late);
    return code;
  }

  /** Stops, and removes the folder. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The one-time link that the first start prints. */
  async setupLink(): Promise<string> {
    const deadline = Date.now() + patience;
    for (;;) {
      const link = /^Set up: (\S+)/m.exec(this.output)?.[1];
      if (link) return link;
      if (Date.now() > deadline) throw new Error(`no set-up link was printed:\n${this.output}`);
      await pause(20);
    }
  }

  /** Everything that the server has printed. */
  get log(): string {
    return this.output;
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}

/** A port of the loopback address that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
