// An organization begins, gets another name, and ends; and the platform's settings.

import { expect, open, test } from './fluxward.ts';
import { dialog, list } from './screens.ts';

test('an organization is renamed, and its old address leads nowhere', async ({ api, administrator, as, problems }) => {
  problems.allow(/status of 404/);
  await api.post('/api/v1/organizations', { name: 'Oldwind', slug: 'oldwind' });
  const page = await as(administrator);
  await open(page, '/orgs/oldwind/settings');
  const card = page.getByRole('region', { name: 'General' });
  await card.getByLabel('Name', { exact: true }).fill('Newwind');
  await card.getByLabel('Slug', { exact: true }).fill('newwind');
  await card.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL('**/orgs/newwind/settings');
  await open(page, '/orgs/newwind');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Newwind');
  await open(page, '/orgs/oldwind');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
});

test('an Owner deletes the organization after its name was typed, and everybody loses it within a second', async ({ api, as, problems }) => {
  problems.allow(/status of 404/);
  await api.post('/api/v1/organizations', { name: 'Endwind', slug: 'endwind' });
  const owner = await api.createPerson({ fullName: 'Egon Ender' });
  const other = await api.createPerson({ fullName: 'Mona Mourner' });
  await api.post('/api/v1/organizations/endwind/members', { user_id: owner.id, role: 'owner' });
  await api.post('/api/v1/organizations/endwind/members', { user_id: other.id, role: 'member' });
  const theirs = await as(other);
  await open(theirs, '/orgs/endwind/members');
  const page = await as(owner);
  await open(page, '/orgs/endwind/settings');
  await page.getByRole('button', { name: 'Delete organization' }).click();
  const asking = dialog(page, 'Delete Endwind?');
  await expect(asking).toContainText('lose access at once');
  await expect(asking.getByRole('button', { name: 'Delete organization' })).toBeDisabled();
  await asking.getByLabel('Type Endwind to confirm').fill('Endwind');
  const deleted = page.waitForResponse((response) => response.url().includes('/_fn/organizations/delete'));
  await asking.getByRole('button', { name: 'Delete organization' }).click();
  await deleted;
  await expect(list(theirs, 'Members')).toHaveCount(0, { timeout: 1000 });
  expect((await api.send('GET', '/api/v1/organizations/endwind')).status).toBe(404);
});

test('an Admin changes the settings, and is not offered to delete the organization', async ({ api, as }) => {
  await api.post('/api/v1/organizations', { name: 'Adminwind', slug: 'adminwind' });
  const admin = await api.createPerson({ fullName: 'Arno Admin' });
  await api.post('/api/v1/organizations/adminwind/members', { user_id: admin.id, role: 'admin' });
  const page = await as(admin);
  await open(page, '/orgs/adminwind/settings');
  const card = page.getByRole('region', { name: 'General' });
  await card.getByLabel('Name', { exact: true }).fill('Adminwind and Sons');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Settings saved');
  expect((await api.get('/api/v1/organizations/adminwind')).name).toBe('Adminwind and Sons');
  await expect(page.getByRole('button', { name: 'Delete organization' })).toHaveCount(0);
});

test('an administrator says for how many hours an invitation holds', async ({ api, administrator, as }) => {
  const page = await as(administrator);
  await open(page, '/settings');
  const card = page.getByRole('region', { name: 'Joining' });
  const before = (await api.get('/api/v1/settings')).invitation_hours;
  await expect(card.getByLabel('Invitations')).toHaveValue(String(before));
  await card.getByLabel('Invitations').fill('24');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card.getByRole('status')).toHaveText('Saved');
  expect((await api.get('/api/v1/settings')).invitation_hours).toBe(24);
  await api.patch('/api/v1/settings', { invitation_hours: before });
});

test('an administrator changes the rules for passwords, and they hold from then on', async ({ administrator, as, problems }) => {
  problems.allow(/status of 422/);
  const page = await as(administrator);
  await open(page, '/settings');
  const card = page.getByRole('region', { name: 'Passwords' });
  await card.getByRole('combobox', { name: 'Rules' }).selectOption({ label: 'NIST 800-63B: 15 characters, 8 beside a second factor, any of them' });
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card.getByRole('status')).toHaveText('Saved');
  await open(page, '/users/new');
  await page.getByLabel('E-mail').fill('rules@example.test');
  await page.getByLabel('Full name').fill('Ruth Rules');
  await page.getByRole('radio', { name: 'Set an initial password' }).check();
  const password = page.getByLabel('Initial password', { exact: true });
  await password.fill('Mellow-River-5');
  await expect(page.getByRole('listitem').filter({ hasText: 'At least 15 characters' })).toBeVisible();
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(password).toHaveAccessibleDescription(/at least 15 characters/i);
  await password.fill('mellow rivers run far');
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ruth Rules');
});
