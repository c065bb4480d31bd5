// One person in one place: details, organizations, sessions, activity; switched off and on,
// made an administrator and back.

import { Api, expect, open, type Page, type Person, test } from './fluxward.ts';
import { dialog, list, rowOf } from './screens.ts';

/** A part of a person's page. */
function part(page: Page, name: string) {
  return page.getByRole('region', { name, exact: true });
}

async function openProfile(page: Page, person: Person): Promise<void> {
  await open(page, `/users/${person.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(person.fullName);
}

test('one page shows details, organizations with roles, sessions and sign-ins', async ({ api, administrator, server, as }) => {
  const person = await api.createPerson({ fullName: 'Paula Profile', username: 'paula' });
  await api.post('/api/v1/organizations', { name: 'Westwind', slug: 'westwind' });
  await api.post('/api/v1/organizations/westwind/members', { user_id: person.id, role: 'admin' });
  await Api.signIn(server, person.email, person.password);
  const page = await as(administrator);
  await openProfile(page, person);
  await expect(part(page, 'Details')).toContainText(person.email);
  await expect(part(page, 'Details')).toContainText('paula');
  const place = part(page, 'Organizations').getByRole('listitem').filter({ hasText: 'Westwind' });
  await expect(place).toContainText('Admin');
  await expect(part(page, 'Sessions').getByRole('listitem')).not.toHaveCount(0);
  await expect(part(page, 'Activity')).toContainText('Signed in');
  await expect(part(page, 'Activity')).toContainText('Joined as Admin');
});

test('the Edit link changes e-mail, full name and username, and the reason is recorded', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Edith Before', username: 'edith' });
  const page = await as(administrator);
  await openProfile(page, person);
  await part(page, 'Details').getByRole('link', { name: 'Edit' }).click();
  const form = page.getByRole('form', { name: 'Edit details' });
  await form.getByLabel('Full name').fill('Edith After');
  await form.getByLabel('E-mail').fill('edith.after@example.test');
  await form.getByLabel('Username').fill('edith.after');
  await form.getByLabel('Reason').fill('she married');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edith After');
  await expect(part(page, 'Details')).toContainText('edith.after@example.test');
  await expect(part(page, 'Activity')).toContainText('she married');
  expect(await api.get(`/api/v1/users/${person.id}`)).toMatchObject({ email: 'edith.after@example.test', username: 'edith.after' });
});

test('a taken e-mail address is refused beside its field, and nothing is lost', async ({ api, administrator, as, problems }) => {
  problems.allow(/status of (409|422)/);
  const person = await api.createPerson({ fullName: 'Tom Taken' });
  const page = await as(administrator);
  await open(page, `/users/${person.id}?edit=true`);
  const form = page.getByRole('form', { name: 'Edit details' });
  await form.getByLabel('E-mail').fill(administrator.email);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByLabel('E-mail')).toHaveAccessibleDescription('This e-mail address belongs to another account.');
  await expect(form.getByLabel('E-mail')).toHaveValue(administrator.email);
  await expect(form.getByLabel('E-mail')).toBeFocused();
});

test('the ACTIVE switch in the list disables and, with one click on Undo, enables again', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Svenja Switch' });
  const page = await as(administrator);
  await open(page, '/users?show_all=true');
  const toggle = page.getByRole('switch', { name: 'Active: Svenja Switch' });
  await expect(toggle).toBeChecked();
  await toggle.click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await expect(rowOf(list(page, 'Users'), 'Svenja Switch')).toContainText('Inactive');
  expect((await api.get(`/api/v1/users/${person.id}`)).status).toBe('inactive');
  await page.getByRole('log', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(toggle).toBeChecked();
  await expect.poll(async () => (await api.get(`/api/v1/users/${person.id}`)).status).toBe('active');
});

test('deactivating lists its consequences and records the reason', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Dirk Disabled' });
  const page = await as(administrator);
  await openProfile(page, person);
  await part(page, 'Access').getByRole('button', { name: 'Deactivate' }).click();
  const asking = dialog(page, 'Deactivate Dirk Disabled?');
  await expect(asking).toContainText('signed out everywhere at once');
  await asking.getByLabel('Reason').fill('left the company');
  await asking.getByRole('button', { name: 'Deactivate' }).click();
  await expect(asking).toBeHidden();
  await expect(part(page, 'Details')).toContainText('Inactive');
  await expect(part(page, 'Activity')).toContainText('left the company');
  await part(page, 'Access').getByRole('button', { name: 'Activate', exact: true }).click();
  await expect(part(page, 'Details')).toContainText('Active');
  expect((await api.get(`/api/v1/users/${person.id}`)).status).toBe('active');
});

test('somebody is made a platform administrator after their name was typed, and it is revoked again', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Petra Promoted' });
  const page = await as(administrator);
  const theirs = await as(person);
  await openProfile(page, person);
  await part(page, 'Access').getByRole('button', { name: 'Make platform administrator' }).click();
  const making = dialog(page, 'Make Petra Promoted a platform administrator?');
  await expect(making).toContainText('everything');
  await expect(making.getByRole('button', { name: 'Make platform administrator' })).toBeDisabled();
  await making.getByLabel('Type Petra Promoted to confirm').fill('Petra Promoted');
  await making.getByRole('button', { name: 'Make platform administrator' }).click();
  await expect(making).toBeHidden();
  await expect(theirs.getByRole('link', { name: 'Users' }).first()).toBeVisible({ timeout: 1000 });

  await part(page, 'Access').getByRole('button', { name: 'Revoke platform administrator' }).click();
  const revoking = dialog(page, 'Revoke platform administrator from Petra Promoted?');
  await expect(revoking).toContainText('lose access within a second');
  await revoking.getByLabel('Type Petra Promoted to confirm').fill('Petra Promoted');
  await revoking.getByRole('button', { name: 'Revoke platform administrator' }).click();
  await expect(revoking).toBeHidden();
  await expect(theirs.getByRole('link', { name: 'Users' })).toHaveCount(0, { timeout: 1000 });
  expect((await api.get(`/api/v1/users/${person.id}`)).platform_administrator).toBe(false);
});

test('the last platform administrator stays, and the refusal says why', async ({ administrator, as, problems }) => {
  problems.allow(/status of 409/);
  const page = await as(administrator);
  await openProfile(page, administrator);
  await part(page, 'Access').getByRole('button', { name: 'Revoke platform administrator' }).click();
  const revoking = page.getByRole('dialog');
  await revoking.getByLabel(/^Type/).fill(administrator.fullName);
  await revoking.getByRole('button', { name: 'Revoke platform administrator' }).click();
  await expect(revoking.getByRole('alert')).toContainText(/administrator/i);
  await expect(revoking).toBeVisible();
  await page.keyboard.press('Escape');
  await part(page, 'Access').getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(/administrator/i);
});

test('an administrator ends a session of somebody, whose browser is out within a second', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Sonja Session' });
  const theirs = await as(person);
  const page = await as(administrator);
  await openProfile(page, person);
  const ended = page.waitForResponse((response) => response.url().includes('/_fn/users/sessions/end'));
  const browser = part(page, 'Sessions').getByRole('listitem').filter({ hasNotText: 'API' });
  await browser.first().getByRole('button', { name: /^End session/ }).click();
  await ended;
  await expect(theirs.getByLabel('E-mail or username')).toBeVisible({ timeout: 1000 });
});

test('sign-in is blocked after too many failures, and an administrator unblocks it', async ({ api, administrator, server, as }) => {
  const person = await api.createPerson({ fullName: 'Bruno Blocked' });
  const login = (password: string) =>
    fetch(`${server.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: person.email, password }),
    });
  for (let attempt = 0; attempt < 6; attempt++) await login('Wrong-Guess-11');
  expect((await login(person.password)).status).toBe(429);
  const page = await as(administrator);
  await openProfile(page, person);
  await part(page, 'Access').getByRole('button', { name: 'Unblock sign-in' }).click();
  await expect(part(page, 'Access').getByRole('button', { name: 'Unblock sign-in' })).toHaveCount(0);
  expect((await login(person.password)).status).toBe(200);
});
