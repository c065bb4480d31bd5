// One's own account: names, and the tokens for programs.

import { expect, expectAccessible, open, type Page, test } from './fluxward.ts';
import { dialog } from './screens.ts';

/** A part of a page. */
function part(page: Page, name: string) {
  return page.getByRole('region', { name, exact: true });
}

test('a token is made with a few permissions, shown once, used, and revoked', async ({ api, administrator, server, as }) => {
  const page = await as(administrator);
  await open(page, '/account');
  const card = part(page, 'API tokens');
  await expect(card).toContainText('No tokens');
  await card.getByRole('button', { name: 'New token' }).click();
  const asking = dialog(page, 'New token');
  await asking.getByLabel('Name', { exact: true }).fill('Nightly backup');
  await asking.getByLabel('Includes').selectOption('Only what I tick');
  await asking.getByRole('checkbox', { name: /^users\.view/ }).check();
  await expectAccessible(page);
  await asking.getByRole('button', { name: 'Make token' }).click();
  await expect(asking).toBeHidden();
  const secret = await card.getByLabel('Token', { exact: true }).inputValue();
  expect(secret).toMatch(/^flx_[\w-]{43}$/);
  await expect(card.getByRole('button', { name: 'Copy token' })).toBeVisible();
  await expectAccessible(page);
  const by = { headers: { authorization: `Bearer ${secret}` } };
  expect((await fetch(`${server.url}/api/v1/users`, by)).status).toBe(200);
  expect((await fetch(`${server.url}/api/v1/settings`, by)).status).toBe(403);

  await open(page, '/account');
  await expect(card.getByRole('row').filter({ hasText: 'Nightly backup' })).toContainText('users.view');
  await expect(page.locator('main')).not.toContainText(secret);
  await expect(card.getByLabel('Token', { exact: true })).toHaveCount(0);
  await card.getByRole('button', { name: 'Revoke “Nightly backup”' }).click();
  await expect(card).toContainText('No tokens');
  expect((await fetch(`${server.url}/api/v1/users`, by)).status).toBe(401);
  expect((await api.get('/api/v1/me/tokens')).items).toEqual([]);
});

test('without scripts a token is made in the same dialog and shown once on the page that follows', async ({ administrator, server, as }) => {
  const page = await as(administrator, { javaScriptEnabled: false });
  await page.goto('/account');
  const card = part(page, 'API tokens');
  await card.getByRole('button', { name: 'New token' }).click();
  const asking = dialog(page, 'New token');
  await asking.getByLabel('Name', { exact: true }).fill('Plain backup');
  await asking.getByLabel('Includes').selectOption('Only what I tick');
  await asking.getByRole('checkbox', { name: /^users\.view/ }).check();
  await asking.getByRole('button', { name: 'Make token' }).click();
  const secret = await card.getByLabel('Token', { exact: true }).inputValue();
  const by = { headers: { authorization: `Bearer ${secret}` } };
  expect((await fetch(`${server.url}/api/v1/users`, by)).status).toBe(200);
  expect((await fetch(`${server.url}/api/v1/settings`, by)).status).toBe(403);
  await page.goto('/account');
  await expect(card.getByLabel('Token', { exact: true })).toHaveCount(0);
  await card.getByRole('button', { name: 'Revoke “Plain backup”' }).click();
  expect((await fetch(`${server.url}/api/v1/users`, by)).status).toBe(401);
});

test('only what one holds oneself can be ticked', async ({ api, as }) => {
  const person = await api.createPerson({ fullName: 'Tina Token' });
  await api.post('/api/v1/organizations', { name: 'Tokenwind', slug: 'tokenwind' });
  await api.post('/api/v1/organizations/tokenwind/members', { user_id: person.id, role: 'viewer' });
  const page = await as(person);
  await open(page, '/account');
  await part(page, 'API tokens').getByRole('button', { name: 'New token' }).click();
  const asking = dialog(page, 'New token');
  await asking.getByLabel('Includes').selectOption('Only what I tick');
  await expect(asking.getByRole('checkbox', { name: /^assets\.preview/ })).toBeVisible();
  await expect(asking.getByRole('checkbox', { name: /^users\.manage/ })).toHaveCount(0);
});

test('one edits one’s own name and username, with scripts and without', async ({ api, as, problems }) => {
  problems.allow(/status of (409|422)/);
  const person = await api.createPerson({ fullName: 'Evi Edit', username: 'evi' });
  const page = await as(person);
  await open(page, '/account');
  await part(page, 'Profile').getByRole('link', { name: 'Edit' }).click();
  const form = page.getByRole('form', { name: 'Edit your details' });
  await form.getByLabel('Username').fill('ada');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByLabel('Username')).toHaveAccessibleDescription(/belongs to another account/);
  await form.getByLabel('Username').fill('evi.edited');
  await form.getByLabel('Full name').fill('Evi Edited');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(part(page, 'Profile')).toContainText('Evi Edited');
  await expect(part(page, 'Profile')).toContainText('evi.edited');

  const plain = await as(person, { javaScriptEnabled: false });
  await plain.goto('/account?edit=true');
  await plain.getByRole('form', { name: 'Edit your details' }).getByLabel('Full name').fill('Evi Plain');
  await plain.getByRole('button', { name: 'Save' }).click();
  await expect(part(plain, 'Profile')).toContainText('Evi Plain');
  expect((await api.get(`/api/v1/users/${person.id}`)).full_name).toBe('Evi Plain');
});
