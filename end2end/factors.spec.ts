// The second factor, with a real one-time code computed from the key that the page shows.

import { createHmac } from 'node:crypto';
import { expect, expectAccessible, hydrated, open, type Page, type Person, test } from './fluxward.ts';

/** The six digits of RFC 6238 for a Base32 key, so many steps from now. */
function codeOf(key: string, steps = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const at = digest[digest.length - 1]! & 15;
  return `${(digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000}`.padStart(6, '0');
}

/** The browser's own line about a refused request. */
const refused = /status of (401|403|422)/;

const card = (page: Page) => page.getByRole('region', { name: 'Two-factor sign-in' });

/** Sets an authenticator app up on the page as it is; answers its key and the recovery codes. */
async function setUp(page: Page): Promise<{ key: string; codes: string[] }> {
  await page.getByRole('button', { name: 'Set up authenticator app' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  const key = (await page.locator('code.key').innerText()).replaceAll(' ', '');
  await page.getByLabel('Code that the app shows').fill(codeOf(key));
  await page.getByRole('button', { name: 'Confirm' }).click();
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await expect(list.getByRole('listitem')).toHaveCount(10);
  return { key, codes: await list.getByRole('listitem').allInnerTexts() };
}

/** The first step of signing in. */
async function password(page: Page, person: Pick<Person, 'email' | 'password'>, scripts = true): Promise<void> {
  await page.goto('/login');
  if (scripts) await hydrated(page);
  await page.getByLabel('E-mail or username').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
}

/** The second step. */
async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('an authenticator app is set up by its key, asked for at sign-in, and removed', async ({ api, as, visitor, problems }) => {
  problems.allow(refused);
  const bea = await api.createPerson({ fullName: 'Bea App' });
  const page = await as(bea);
  await open(page, '/account');
  const { key, codes } = await setUp(page);
  await expect(page.getByRole('link', { name: 'Download' })).toHaveAttribute('download', /\.txt$/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(card(page)).toContainText('10 are left');
  await expectAccessible(page);

  const other = await visitor();
  await password(other, bea);
  await expectAccessible(other);
  expect(other.url()).not.toContain(bea.password);
  await enter(other, '000000');
  await expect(other.getByText('This code is not right')).toBeVisible();
  await enter(other, codeOf(key, 1));
  await other.waitForURL((url) => url.pathname === '/account');

  const third = await visitor();
  await password(third, bea);
  await enter(third, codes[0]!);
  await third.waitForURL((url) => url.pathname === '/account');
  await hydrated(third);
  await expect(card(third)).toContainText('9 are left');

  await page.getByRole('button', { name: 'Remove authenticator app' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove authenticator app' }).click();
  await expect(card(page).getByRole('button', { name: 'Set up authenticator app' })).toBeVisible();
});

test('without scripts a code is asked for in a second step, and recovery codes are shown while setting up', async ({ api, as, visitor, problems }) => {
  problems.allow(refused);
  const cay = await api.createPerson({ fullName: 'Cay Plain' });
  const page = await as(cay, { javaScriptEnabled: false });
  await page.goto('/account');
  await page.getByRole('button', { name: 'Set up authenticator app' }).click();
  const key = (await page.locator('code.key').innerText()).replaceAll(' ', '');
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByLabel('Code that the app shows').fill(codeOf(key));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(card(page)).toContainText('Signing in asks for the code');

  const other = await visitor({ javaScriptEnabled: false });
  await password(other, cay, false);
  expect(await other.content()).not.toContain(cay.password);
  await enter(other, '000000');
  await expect(other.getByText('This code is not right')).toBeVisible();
  await enter(other, codes[1]!);
  await other.waitForURL((url) => url.pathname === '/account');
});

test.describe('required', () => {
  test.use({ fresh: true });

  test('whoever needs a second factor sets one up before anything else, open pages included', async ({ administrator, api, as, problems }) => {
    problems.allow(refused);
    const dan = await api.createPerson({ fullName: 'Dan Late' });
    const open_ = await as(dan);
    await open(open_, '/account');
    const page = await as(administrator);
    await open(page, '/account');
    const { key } = await setUp(page);

    await open(page, '/settings');
    const settings = page.getByRole('region', { name: 'Second factor' });
    await settings.getByLabel('Required for').selectOption('everyone');
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect(settings.getByRole('status')).toHaveText('Saved');

    await open_.waitForURL((url) => url.pathname === '/second-factor');
    await hydrated(open_);
    await expectAccessible(open_);
    await open_.goto('/account');
    expect(new URL(open_.url()).pathname).toBe('/second-factor');
    await hydrated(open_);
    const { codes } = await setUp(open_);
    await open_.getByRole('button', { name: 'I have kept them' }).click();
    await open_.getByRole('link', { name: 'Go on' }).click();
    await open_.waitForURL((url) => url.pathname === '/account');

    await open(page, `/users/${dan.id}`);
    const access = page.getByRole('region', { name: 'Access' });
    await expect(access).toContainText('Has an authenticator app; 10 recovery codes left.');
    await access.getByRole('button', { name: 'Reset second factor' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Phone lost');
    await dialog.getByRole('button', { name: 'Reset second factor' }).click();
    await expect(access).toContainText('Signing in asks for the password alone.');
    await open_.waitForURL((url) => url.pathname === '/login');
    expect(codes).toHaveLength(10);
    expect(key).toHaveLength(32);
  });
});

test.describe('passkeys', () => {
  test.use({ host: 'localhost' });

  test('a passkey is added by name, signs in alone or beside the password, and is removed', async ({ api, as, problems }) => {
    problems.allow(refused);
    const eve = await api.createPerson({ fullName: 'Eve Key' });
    const page = await as(eve);
    const device = await page.context().newCDPSession(page);
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await open(page, '/account');
    await card(page).getByLabel('Name of the new passkey').fill('Work laptop');
    await card(page).getByRole('button', { name: 'Add a passkey' }).click();
    const list = card(page).getByRole('list', { name: 'Passkeys' });
    await expect(list.getByRole('listitem').filter({ hasText: 'Work laptop' })).toContainText('not used yet');
    const codes = card(page).getByRole('list', { name: 'Recovery codes' });
    await expect(codes.getByRole('listitem')).toHaveCount(10);
    await expectAccessible(page);
    await card(page).getByRole('button', { name: 'I have kept them' }).click();
    await expect(codes).toHaveCount(0);

    await page.context().clearCookies();
    await open(page, '/login?next=%2Faccount');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL((url) => url.pathname === '/account');
    await hydrated(page);
    await expect(list.getByRole('listitem')).toContainText('last used');

    await page.context().clearCookies();
    await password(page, eve);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL((url) => url.pathname === '/account');
    await hydrated(page);

    await list.getByRole('button', { name: 'Remove passkey Work laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove passkey' }).click();
    await expect(list).toHaveCount(0);
  });
});

test('where the address has no host name, the page says that there are no passkeys and why', async ({ administrator, as, visitor }) => {
  const page = await as(administrator);
  await open(page, '/account');
  await expect(card(page)).toContainText('Passkeys need a host name');
  const other = await visitor();
  await open(other, '/login');
  await expect(other.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
});
