// Signing in and out, and where one is signed in.

import { Api, expect, hydrated, open, type Page, signIn, test } from './fluxward.ts';
import { signOut } from './screens.ts';

function field(page: Page, label: string) {
  return page.getByLabel(label, { exact: true });
}

/** Tries to sign in and waits for the refusal. */
async function refusal(page: Page, login: string, password: string): Promise<string> {
  await open(page, '/login');
  await field(page, 'E-mail or username').fill(login);
  await field(page, 'Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).not.toBeEmpty();
  return (await page.getByRole('alert').textContent()) ?? '';
}

test('one signs in by e-mail, whatever its case, or by username', async ({ api, visitor }) => {
  const person = await api.createPerson({ fullName: 'Emil Either', username: 'emil.e', email: 'emil@example.test' });
  for (const login of ['emil@example.test', 'EMIL@Example.test', 'emil.e']) {
    const page = await visitor();
    await signIn(page, { email: login, password: person.password });
    await open(page, '/account');
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('Emil Either');
  }
});

test('unknown, disabled and wrong password are refused with the same words', async ({ api, visitor, problems }) => {
  problems.allow(/status of 401/);
  const person = await api.createPerson({ fullName: 'Wanda Wrong' });
  const gone = await api.createPerson({ fullName: 'Gero Gone' });
  await api.post(`/api/v1/users/${gone.id}/deactivate`);
  const page = await visitor();
  const wrong = await refusal(page, person.email, 'Not-The-Right-1');
  expect(wrong).toMatch(/not right|wrong|match/i);
  expect(await refusal(page, gone.email, gone.password)).toBe(wrong);
  expect(await refusal(page, 'nobody@example.test', 'Not-The-Right-1')).toBe(wrong);
  await expect(field(page, 'E-mail or username')).toHaveValue('nobody@example.test');
});

test('too many failures are refused alike, with how long to wait', async ({ api, visitor, problems }) => {
  problems.allow(/status of (401|429)/);
  const person = await api.createPerson({ fullName: 'Thea Throttled' });
  const page = await visitor();
  const said = [];
  for (let attempt = 0; attempt < 6; attempt++) said.push(await refusal(page, person.email, 'Not-The-Right-1'));
  const last = await refusal(page, person.email, person.password);
  expect(last).not.toBe(said[0]);
  expect(last).toMatch(/seconds|minute/i);
});

test('a temporary password must be changed before anything else', async ({ api, visitor, problems }) => {
  problems.allow(/status of (403|422)/);
  await api.post('/api/v1/users', { email: 'temp@example.test', username: 'temp', full_name: 'Tara Temporary', password: 'Temporary-Gate-31' });
  const page = await visitor();
  await open(page, '/login?next=/account');
  await field(page, 'E-mail or username').fill('temp');
  await field(page, 'Password').fill('Temporary-Gate-31');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new password');
  const change = page.getByRole('button', { name: 'Change password and sign in' });
  await field(page, 'New password').fill('short');
  await expect(page.getByRole('listitem').filter({ hasText: 'At least 8 characters' })).not.toContainText('met');
  await change.click();
  await expect(field(page, 'New password')).toHaveAccessibleDescription(/at least 8 characters/i);
  await field(page, 'New password').fill('Mellow-River-58');
  await expect(page.getByRole('listitem').filter({ hasText: 'At least 8 characters' })).toContainText('met');
  await change.click();
  await page.waitForURL('**/account');
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText('Tara Temporary');
});

test('a session ended elsewhere throws that browser out within a second', async ({ api, as }) => {
  const person = await api.createPerson({ fullName: 'Rolf Revoked' });
  const elsewhere = await as(person);
  const page = await as(person);
  await open(page, '/account');
  const sessions = page.getByRole('table', { name: 'Sessions' });
  await expect(sessions.getByText('This one')).toHaveCount(1);
  const ended = page.waitForResponse((response) => response.url().includes('/_fn/sessions/revoke'));
  await sessions.getByRole('button', { name: /^End/ }).first().click();
  expect((await ended).ok()).toBe(true);
  await expect(field(elsewhere, 'E-mail or username')).toBeVisible({ timeout: 1000 });
  await expect(elsewhere.getByText('You have been signed out')).toBeVisible();
  await expect(sessions.getByRole('button', { name: /^End/ })).toHaveCount(0);
});

test('signed out is signed out, in every tab and after Back', async ({ api, as, problems }) => {
  // The other tab may ask for the event stream in the very moment in which the session ends.
  problems.allow(/status of 401 .*_live/);
  const person = await api.createPerson({ fullName: 'Otis Out' });
  const page = await as(person);
  const tab = await page.context().newPage();
  await open(tab, '/account');
  await open(page, '/account');
  await signOut(page);
  await page.waitForURL('**/login*');
  await expect(field(tab, 'E-mail or username')).toBeVisible({ timeout: 1000 });
  await page.goBack();
  await expect(page.getByRole('region', { name: 'Profile' })).toHaveCount(0);
});

test('one changes the own password, and the other sessions end', async ({ api, as, visitor }) => {
  const person = await api.createPerson({ fullName: 'Olaf Own' });
  const elsewhere = await as(person);
  const page = await as(person);
  await open(page, '/account');
  const card = page.getByRole('region', { name: 'Change password' });
  await card.getByLabel('Present password', { exact: true }).fill(person.password);
  await card.getByLabel('New password', { exact: true }).fill('Mellow-River-58');
  await card.getByRole('button', { name: 'Change password' }).click();
  await expect(card).toContainText('Your password is changed');
  await expect(field(elsewhere, 'E-mail or username')).toBeVisible({ timeout: 1000 });
  await signIn(await visitor(), { email: person.email, password: 'Mellow-River-58' });
});

test('who is not signed in is led to sign-in and back to where they wanted to go', async ({ administrator, visitor }) => {
  const page = await visitor();
  await page.goto('/activity?action=user');
  await page.waitForURL('**/login?*');
  await hydrated(page);
  await field(page, 'E-mail or username').fill(administrator.email);
  await field(page, 'Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/activity?action=user');
});

test('the sign-in page leads to no other site', async ({ administrator, visitor, server }) => {
  const page = await visitor();
  await open(page, '/login?next=//example.com/evil');
  await field(page, 'E-mail or username').fill(administrator.email);
  await field(page, 'Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
  expect(new URL(page.url()).origin).toBe(server.url);
});

test('a person sees their own sign-ins and changes', async ({ api, administrator, server, as }) => {
  const person = await api.createPerson({ fullName: 'Hilda History' });
  await Api.signIn(server, person.email, person.password);
  await api.patch(`/api/v1/users/${person.id}`, { full_name: 'Hilda H. History', reason: 'a second name' });
  const page = await as(person);
  await open(page, '/account');
  const activity = page.getByRole('region', { name: 'Activity' });
  await expect(activity).toContainText('Signed in');
  await expect(activity).toContainText('a second name');
  await expect(activity).toContainText(administrator.fullName);
});
