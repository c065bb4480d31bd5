// The whole story, from an empty database to somebody who is thrown out and let in again.

import type { Cookie } from '@playwright/test';
import { expect, hydrated, open, type Page, Server, signIn, test } from './fluxward.ts';
import { box, boxes, dialog, list, openMember, rowOf, saveStatus } from './screens.ts';

test.use({ fresh: true });

const ada = { email: 'ada@example.test', username: 'ada', fullName: 'Ada Admin', password: 'Quiet-Harbour-27' };
const ben = { email: 'ben@example.test', username: 'ben', fullName: 'Ben Newman', password: 'Mellow-River-58' };
const initial = 'Temporary-Gate-31';
/** How soon an open page hears of what happened elsewhere. */
const soon = { timeout: 1000 };

test('from the set-up link to somebody who is thrown out within a second and let in again', async ({ server, visitor, problems }) => {
  // The browser's own lines about refused requests, where a refusal is the story.
  problems.allow(/status of 403 .*(sign-in|members\/list)/);
  test.slow();
  const admin = await visitor();
  const theirs = await visitor();
  await test.step('the set-up link makes the first administrator', () => setUp(server, admin));
  await test.step('the administrator creates an organization', () => createOrganization(admin));
  const id = await test.step('and a user with an initial password', () => createUser(admin));
  await test.step('who signs in elsewhere and must choose a password', () => firstSignIn(theirs));
  await test.step('is added as Member', () => addAsMember(admin, theirs));
  await test.step('a tick is seen on the other browser without a reload', () => tick(admin, theirs, id));
  await test.step('a confirmed change of role is seen there too', () => changeRole(admin, theirs));
  const old = await theirs.context().cookies();
  await test.step('disabled, the other browser is thrown out within a second', () => disable(admin, theirs));
  await test.step('disabled people are listed on demand alone', () => showAll(admin));
  await test.step('enabled again, they sign in, and no old session lives', () => enable(admin, theirs, old));
});

async function setUp(server: Server, page: Page): Promise<void> {
  await page.goto(await server.setupLink());
  await hydrated(page);
  await page.getByLabel('Full name').fill(ada.fullName);
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel('Username').fill(ada.username);
  await page.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.waitForURL('**/users');
  await hydrated(page);
  await expect(rowOf(list(page, 'Users'), ada.fullName)).toContainText('Administrator');
}

async function createOrganization(page: Page): Promise<void> {
  await open(page, '/orgs/new');
  await page.getByLabel('Name').fill('Northwind');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.waitForURL('**/orgs/northwind');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Northwind');
}

async function createUser(page: Page): Promise<string> {
  await open(page, '/users');
  await page.getByRole('link', { name: 'New user' }).click();
  // The list's search is called after the address, too: the form has to be there.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New user');
  await page.getByLabel('E-mail', { exact: true }).fill(ben.email);
  await page.getByLabel('Full name').fill(ben.fullName);
  await page.getByLabel('Username').fill(ben.username);
  await page.getByRole('radio', { name: 'Set an initial password' }).check();
  await page.getByLabel('Initial password', { exact: true }).fill(initial);
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(ben.fullName);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

async function firstSignIn(page: Page): Promise<void> {
  await open(page, '/login');
  await page.getByLabel('E-mail or username').fill(ben.username);
  await page.getByLabel('Password', { exact: true }).fill(initial);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('New password', { exact: true }).fill(ben.password);
  await page.getByRole('button', { name: 'Change password and sign in' }).click();
  await page.waitForURL('**/account');
  await hydrated(page);
}

async function addAsMember(admin: Page, theirs: Page): Promise<void> {
  await open(admin, '/orgs/northwind/members');
  await admin.getByRole('link', { name: 'Add member' }).click();
  const adding = admin.getByRole('region', { name: 'Add member' });
  await adding.getByRole('searchbox', { name: 'E-mail, username or name' }).fill('ben');
  await adding.getByRole('combobox', { name: `Role for ${ben.fullName}` }).selectOption('Member');
  await adding.getByRole('button', { name: `Add ${ben.fullName}` }).click();
  await expect(admin.getByRole('heading', { level: 1 })).toHaveText(ben.fullName);
  await open(theirs, '/orgs/northwind/members');
  await expect(rowOf(list(theirs, 'Members'), ben.fullName)).toBeVisible();
}

async function tick(admin: Page, theirs: Page, id: string): Promise<void> {
  await openMember(theirs, 'northwind', id);
  await expect(box(theirs, boxes.tags)).not.toBeChecked();
  await openMember(admin, 'northwind', id);
  await box(admin, boxes.tags).check();
  await expect(saveStatus(admin)).toHaveText('Saved');
  await expect(box(theirs, boxes.tags)).toBeChecked(soon);
  await box(admin, boxes.users).check();
  await expect(saveStatus(admin)).toHaveText('Saved');
  await expect(box(theirs, boxes.users)).toBeEnabled(soon);
}

async function changeRole(admin: Page, theirs: Page): Promise<void> {
  await open(theirs, '/orgs/northwind/members');
  await open(admin, '/orgs/northwind/members');
  const role = (page: Page) => page.getByRole('combobox', { name: `Role of ${ben.fullName}` });
  await role(admin).selectOption('Viewer');
  const asking = dialog(admin, `Make ${ben.fullName} a Viewer?`);
  await asking.getByLabel('Reason').fill('only looks on');
  await asking.getByRole('button', { name: 'Change role' }).click();
  await expect(admin.getByRole('log', { name: 'Notices' })).toContainText(`${ben.fullName} is now Viewer`);
  // A Viewer does not see people.
  await expect(role(theirs)).toHaveCount(0, soon);
}

async function disable(admin: Page, theirs: Page): Promise<void> {
  await open(theirs, '/account');
  await open(admin, '/users');
  const done = admin.waitForResponse((response) => response.url().includes('/_fn/users/active'));
  await admin.getByRole('switch', { name: `Active: ${ben.fullName}` }).click();
  expect((await done).ok()).toBe(true);
  await expect(theirs.getByLabel('E-mail or username')).toBeVisible(soon);
  await expect(theirs.getByText(ben.email)).toHaveCount(0);
}

async function showAll(page: Page): Promise<void> {
  await open(page, '/users');
  await expect(rowOf(list(page, 'Users'), ada.fullName)).toBeVisible();
  await expect(rowOf(list(page, 'Users'), ben.fullName)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rowOf(list(page, 'Users'), ben.fullName)).toContainText('Inactive');
}

async function enable(admin: Page, theirs: Page, old: Cookie[]): Promise<void> {
  await admin.getByRole('switch', { name: `Active: ${ben.fullName}` }).click();
  await expect(rowOf(list(admin, 'Users'), ben.fullName)).not.toContainText('Inactive');
  await expect(admin.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await theirs.context().addCookies(old);
  await theirs.goto('/account');
  await expect(theirs).toHaveURL(/\/login/);
  await signIn(theirs, ben);
  await open(theirs, '/account');
  await expect(theirs.getByRole('region', { name: 'Profile' })).toContainText(ben.fullName);
}
