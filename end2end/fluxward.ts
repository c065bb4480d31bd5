// What every browser test starts from: a server, an administrator, people signed in through the
// page, and a page that must not complain.
//
//   import { expect, test } from './fluxward.ts';
//
//   test('an administrator sees the people', async ({ administrator, as }) => {
//     const page = await as(administrator);
//     await open(page, '/users');
//     …
//   });
//
// The tests of one file share a server and see each other's changes; `test.use({ fresh: true })`
// gives each test its own, `test.use({ demo: 500 })` one with generated people in it.

import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Api, type Person } from './api.ts';
import { Problems } from './problems.ts';
import { Server, type Start } from './server.ts';

export { Api, expect, Server };
export type { Page, Person };

/** Chosen by `test.use` in a file. */
export interface Options {
  /** Each test gets a server of its own. */
  fresh: boolean;
  /** So many generated people are there. */
  demo: number;
  /** The password of the generated people. */
  demoPassword: string;
  /** The host that pages are opened at: passkeys need a name. */
  host: string;
}

interface Fixtures {
  /** The running server. */
  server: Server;
  /** The first platform administrator, made through the set-up link. */
  administrator: Person;
  /** The REST interface, as that administrator. */
  api: Api;
  /** A page in a browser of its own, signed in through the page as somebody. */
  as: (person: Pick<Person, 'email' | 'password'>, options?: BrowserContextOptions) => Promise<Page>;
  /** A page in a browser of its own, not signed in. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
  /** Fails the test over anything a page complains about. */
  problems: Problems;
}

interface Kept {
  file: string;
  server: Server;
  administrator?: Person;
}

/** What a worker keeps from test to test of one file. */
class Keeper {
  private kept: Kept | undefined;

  async of(file: string, fresh: boolean, start: Start): Promise<Kept> {
    if (this.kept && (fresh || this.kept.file !== file)) await this.remove();
    this.kept ??= { file, server: await Server.start(start) };
    return this.kept;
  }

  async remove(): Promise<void> {
    await this.kept?.server.remove();
    this.kept = undefined;
  }
}

export const test = base.extend<Fixtures & Options & { kept: Kept }, { keeper: Keeper }>({
  fresh: [false, { option: true }],
  demo: [0, { option: true }],
  demoPassword: ['Quiet-Harbour-27', { option: true }],
  host: ['127.0.0.1', { option: true }],

  keeper: [
    async ({}, use) => {
      const keeper = new Keeper();
      await use(keeper);
      await keeper.remove();
    },
    { scope: 'worker' },
  ],

  kept: async ({ keeper, fresh, demo, demoPassword, host }, use, testInfo) => {
    const { file, title } = testInfo;
    const kept = await keeper.of(fresh ? `${file} ${title}` : `${file} ${demo} ${host}`, fresh, { demo, demoPassword, host });
    const before = kept.server.log.length;
    await use(kept);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: kept.server.log.slice(before), contentType: 'text/plain' });
    }
  },

  server: async ({ kept }, use) => use(kept.server),

  administrator: async ({ kept, demo }, use) => {
    kept.administrator ??= await makeAdministrator(kept.server, demo > 0);
    await use(kept.administrator);
  },

  api: async ({ server, administrator }, use) => {
    await use(await Api.signIn(server, administrator.email, administrator.password));
  },

  baseURL: async ({ server }, use) => use(server.url),

  problems: [
    async ({}, use) => {
      const problems = new Problems();
      await use(problems);
      expect(problems.remaining, 'what pages complained about').toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, problems }, use) => {
    await problems.watch(context);
    await use(context);
  },

  visitor: async ({ browser, contextOptions, baseURL, problems }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...contextOptions, baseURL, ...options });
      contexts.push(context);
      await problems.watch(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  as: async ({ visitor }, use) => {
    await use(async (person, options) => {
      const page = await visitor(options);
      await signIn(page, person, options?.javaScriptEnabled !== false);
      return page;
    });
  },
});

async function makeAdministrator(server: Server, byCommand: boolean): Promise<Person> {
  const wanted = { fullName: 'Ada Admin', username: 'ada', email: 'ada@example.test', password: 'Quiet-Harbour-27' };
  if (!byCommand) return Api.setUp(server, wanted);
  // Generated people may include administrators; then there is no set-up link any more.
  const names = ['--email', wanted.email, '--username', wanted.username, '--full-name', wanted.fullName];
  await server.command(['admin', 'create', ...names, '--password-stdin'], wanted.password);
  const api = await Api.signIn(server, wanted.email, wanted.password);
  return { ...wanted, id: (await api.get('/api/v1/me')).id };
}

/** Goes to a page and waits until it answers to clicks. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Waits until the page answers to clicks. */
export async function hydrated(page: Page): Promise<void> {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Signs in through the page, and waits until the sign-in page is left. */
export async function signIn(page: Page, person: Pick<Person, 'email' | 'password'>, scripts = true): Promise<void> {
  await page.goto('/login');
  if (scripts) await hydrated(page);
  await page.getByLabel('E-mail or username').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
  if (scripts) await hydrated(page);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails when axe finds anything on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html) }));
  }, rules);
  expect(violations, `axe on ${page.url()}`).toEqual([]);
}
