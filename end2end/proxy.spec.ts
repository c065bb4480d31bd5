// Behind a TLS proxy, as the README tells to set one up.

import { request as plainRequest, type RequestOptions } from 'node:https';
import { Api, expect, open, type Person, Server, signIn, test as base } from './fluxward.ts';
import { Proxy } from './proxy.ts';
import { freePort } from './server.ts';

interface Behind {
  server: Server;
  proxy: Proxy;
  administrator: Person;
}

const test = base.extend<{ behind: Behind }, { keptBehind: Behind }>({
  keptBehind: [
    async ({}, use) => {
      const port = await freePort();
      const environment = { FLUXWARD_PUBLIC_URL: `https://localhost:${port}`, FLUXWARD_TRUSTED_PROXIES: Proxy.address };
      const server = await Server.start({ environment });
      const proxy = await Proxy.start(port, server.url);
      const administrator = await Api.setUp(server, { fullName: 'Ada Admin', username: 'ada' });
      await use({ server, proxy, administrator });
      await proxy.remove();
      await server.remove();
    },
    { scope: 'worker' },
  ],
  behind: async ({ keptBehind }, use) => use(keptBehind),
  baseURL: async ({ behind }, use) => use(behind.proxy.url),
});

/** Signs in to the REST interface from a loopback address of one's choice; the access token. */
function signInFrom(address: string, url: string, person: Person, headers: Record<string, string>): Promise<string> {
  const options: RequestOptions = {
    method: 'POST',
    localAddress: address,
    rejectUnauthorized: false,
    headers: { 'content-type': 'application/json', ...headers },
  };
  return new Promise((done, failed) => {
    const sent = plainRequest(`${url}/api/v1/auth/login`, options, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => done(JSON.parse(text).access_token));
    });
    sent.on('error', failed);
    sent.end(JSON.stringify({ login: person.email, password: person.password }));
  });
}

/** The address that the server noted for the session of a token. */
async function notedAddress(server: Server, token: string): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/me/sessions`, { headers: { authorization: `Bearer ${token}` } });
  const sessions: { current: boolean; address: string }[] = (await answer.json()).items;
  return sessions.find((session) => session.current)?.address ?? 'no session of its own';
}

test('behind a TLS proxy a sign-in gives the cookie that no other site can set', async ({ behind, visitor }) => {
  const page = await visitor({ ignoreHTTPSErrors: true });
  await signIn(page, behind.administrator);
  const cookies = await page.context().cookies();
  const cookie = cookies.find(({ name }) => name.endsWith('sid'));
  expect(cookie).toMatchObject({ name: '__Host-sid', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
});

test('behind a TLS proxy pages ask the browser to stay on https', async ({ visitor }) => {
  const page = await visitor({ ignoreHTTPSErrors: true });
  const answer = await page.goto('/login');
  expect(answer?.headers()['strict-transport-security']).toMatch(/max-age=\d{7,}/);
  expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
});

test('behind a TLS proxy an open page hears of a change within a second', async ({ behind, visitor }) => {
  const page = await visitor({ ignoreHTTPSErrors: true });
  await signIn(page, behind.administrator);
  await open(page, '/users');
  await expect(page.getByRole('table', { name: 'Users' })).toContainText('Ada Admin');
  const api = await Api.signIn(behind.server, behind.administrator.email, behind.administrator.password);
  await api.createPerson({ fullName: `Nora ${test.info().project.name}` });
  await expect(page.getByRole('table', { name: 'Users' })).toContainText('Nora', { timeout: 1000 });
});

test('the trusted proxy says where somebody comes from, whatever they claim themselves', async ({ behind }) => {
  const forged = { 'x-forwarded-for': '203.0.113.9' };
  const token = await signInFrom('127.0.0.3', behind.proxy.url, behind.administrator, forged);
  expect(await notedAddress(behind.server, token)).toBe('127.0.0.3');
});

test('nobody but the trusted proxy says where somebody comes from', async ({ behind }) => {
  const { server, administrator } = behind;
  const answer = await fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
    body: JSON.stringify({ login: administrator.email, password: administrator.password }),
  });
  const { access_token } = await answer.json();
  expect(await notedAddress(server, access_token)).toBe('127.0.0.1');
});
