// Scripts off: everything that matters works as plain pages and forms.

import { expect, test } from './fluxward.ts';
import { box, boxes, list, privileges, rowOf, rows, saveStatus, signOut } from './screens.ts';

const scripts = { javaScriptEnabled: false } as const;

test('without scripts one signs in and out', async ({ administrator, as }) => {
  const page = await as(administrator, scripts);
  await page.goto('/account');
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText(administrator.fullName);
  await signOut(page);
  await expect(page).toHaveURL(/\/login/);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/login/);
});

test('without scripts a wrong password is refused with its reason, and the login is kept', async ({ administrator, visitor }) => {
  const page = await visitor(scripts);
  await page.goto('/login');
  await page.getByLabel('E-mail or username').fill(administrator.email);
  await page.getByLabel('Password', { exact: true }).fill('Not-The-Right-1');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await expect(page.getByLabel('E-mail or username')).toHaveValue(administrator.email);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
});

test('without scripts a temporary password is changed at the first sign-in', async ({ api, visitor }) => {
  await api.post('/api/v1/users', { email: 'plain@example.test', username: 'plain', full_name: 'Pia Plain', password: 'Temporary-Gate-31' });
  const page = await visitor(scripts);
  await page.goto('/login');
  await page.getByLabel('E-mail or username').fill('plain');
  await page.getByLabel('Password', { exact: true }).fill('Temporary-Gate-31');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('New password').fill('weak');
  await page.getByRole('button', { name: 'Change password and sign in' }).click();
  await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/at least 8 characters/i);
  await page.getByLabel('New password').fill('Mellow-River-58');
  await page.getByRole('button', { name: 'Change password and sign in' }).click();
  await page.goto('/account');
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText('Pia Plain');
});

test('without scripts the list is searched, filtered and shows all', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Hidden Heike' });
  await api.createPerson({ fullName: 'Seen Sina' });
  await api.post(`/api/v1/users/${person.id}/deactivate`);
  const page = await as(administrator, scripts);
  await page.goto('/users');
  await expect(rowOf(list(page, 'Users'), 'Seen Sina')).toBeVisible();
  await expect(rowOf(list(page, 'Users'), 'Hidden Heike')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rowOf(list(page, 'Users'), 'Hidden Heike')).toBeVisible();
  await page.getByRole('searchbox').fill('seen');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(rows(list(page, 'Users'))).toHaveCount(1);
  await page.getByRole('searchbox').fill('');
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Inactive');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(rowOf(list(page, 'Users'), 'Hidden Heike')).toBeVisible();
  await expect(rowOf(list(page, 'Users'), 'Seen Sina')).toHaveCount(0);
});

test('without scripts a user is created, and a mistake keeps what was entered', async ({ administrator, as }) => {
  const page = await as(administrator, scripts);
  await page.goto('/users/new');
  await page.getByLabel('E-mail').fill('nina@example.test');
  await page.getByLabel('Full name').fill('Nina Noscript');
  await page.getByLabel('Username').fill('nina');
  await page.getByRole('radio', { name: 'Set an initial password' }).check();
  await page.getByLabel('Initial password', { exact: true }).fill('weak');
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(page.getByLabel('Initial password', { exact: true })).toHaveAccessibleDescription(/at least 8 characters/i);
  await expect(page.getByLabel('E-mail')).toHaveValue('nina@example.test');
  await page.getByLabel('Initial password', { exact: true }).fill('Temporary-Gate-31');
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nina Noscript');
});

test('without scripts a box is ticked with its button', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Berit Box' });
  await api.post('/api/v1/organizations', { name: 'Plainwind', slug: 'plainwind' });
  await api.post('/api/v1/organizations/plainwind/members', { user_id: person.id, role: 'member' });
  const page = await as(administrator, scripts);
  await page.goto(`/orgs/plainwind/members/${person.id}`);
  await privileges(page).getByRole('button', { name: `Tick “${boxes.tags}”` }).click();
  await expect(box(page, boxes.tags)).toBeChecked();
  await expect(saveStatus(page)).toHaveText('Saved');
  await privileges(page).getByRole('button', { name: `Clear “${boxes.tags}”` }).click();
  await expect(box(page, boxes.tags)).not.toBeChecked();
});

test('without scripts a role is changed with its button', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Rudi Role' });
  await api.post('/api/v1/organizations', { name: 'Rolewind', slug: 'rolewind' });
  await api.post('/api/v1/organizations/rolewind/members', { user_id: person.id, role: 'member' });
  const page = await as(administrator, scripts);
  await page.goto('/orgs/rolewind/members');
  await page.getByRole('combobox', { name: 'Role of Rudi Role' }).selectOption('Admin');
  await rowOf(list(page, 'Members'), 'Rudi Role').getByRole('button', { name: /save/i }).click();
  await expect(page.getByRole('combobox', { name: 'Role of Rudi Role' })).toHaveValue('admin');
  expect((await api.get(`/api/v1/organizations/rolewind/members/${person.id}`)).role).toBe('admin');
});

test.describe('many people', () => {
  test.use({ demo: 1200 });

  test('without scripts a long list has pages', async ({ administrator, as }) => {
    const page = await as(administrator, scripts);
    await page.goto('/users');
    const first = await rows(list(page, 'Users')).first().getByRole('link').first().textContent();
    await page.getByRole('link', { name: 'Next page' }).click();
    await expect(page).toHaveURL(/cursor=/);
    await expect(rows(list(page, 'Users')).first().getByRole('link').first()).not.toHaveText(first ?? '');
    await page.getByRole('link', { name: 'First page' }).click();
    await expect(rows(list(page, 'Users')).first().getByRole('link').first()).toHaveText(first ?? '');
  });
});
