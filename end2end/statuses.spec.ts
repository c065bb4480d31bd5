// What becomes of an account: suspended for a while, locked out with everybody else, deleted for
// good.

import { expect, expectAccessible, open, type Page, type Person, test } from './fluxward.ts';
import { dialog, list, rowOf } from './screens.ts';

/** A part of a page. */
function part(page: Page, name: string) {
  return page.getByRole('region', { name, exact: true });
}

async function openProfile(page: Page, person: Person): Promise<void> {
  await open(page, `/users/${person.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(person.fullName);
}

/** Tomorrow at nine as a field for day and time takes it. */
function tomorrow(): string {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return `${day}T09:00`;
}

test.describe('suspension', () => {
  test('the dialog asks until when and why, the lists say so, and it is lifted early', async ({ api, administrator, as }) => {
    const person = await api.createPerson({ fullName: 'Susi Sommer' });
    const page = await as(administrator);
    await openProfile(page, person);
    await part(page, 'Access').getByRole('button', { name: 'Suspend' }).click();
    const asking = dialog(page, 'Suspend Susi Sommer?');
    await expect(asking).toContainText('signed out everywhere at once');
    await asking.getByLabel(/^Until/).fill(tomorrow());
    await asking.getByLabel('Reason').fill('on leave');
    await expectAccessible(page);
    await asking.getByRole('button', { name: 'Suspend' }).click();
    await expect(asking).toBeHidden();
    await expect(part(page, 'Details')).toContainText(/Suspended until .*09:00/);
    await expect(part(page, 'Details')).toContainText('on leave');
    await expect(part(page, 'Activity')).toContainText('Account suspended until');
    const held = await api.get(`/api/v1/users/${person.id}`);
    // Chosen in the zone of the browser, which is Berlin's.
    expect(new Date(held.suspended_until).getTime()).toBe(new Date(`${tomorrow()}:00${berlin(tomorrow())}`).getTime());

    await open(page, '/users?status=suspended');
    await expect(rowOf(list(page, 'Users'), 'Susi Sommer')).toContainText(/Suspended until/);
    await openProfile(page, person);
    await part(page, 'Access').getByRole('button', { name: 'Lift suspension' }).click();
    await expect(part(page, 'Details')).toContainText('Active');
    await expect(part(page, 'Details')).not.toContainText('Suspended');
    expect((await api.get(`/api/v1/users/${person.id}`)).status).toBe('active');
  });

  test('a moment in the past is refused beside its field', async ({ api, administrator, as, problems }) => {
    problems.allow(/status of 422/);
    const person = await api.createPerson({ fullName: 'Paul Past' });
    const page = await as(administrator);
    await openProfile(page, person);
    await part(page, 'Access').getByRole('button', { name: 'Suspend' }).click();
    const asking = dialog(page, 'Suspend Paul Past?');
    await asking.getByLabel(/^Until/).fill('2020-01-01T09:00');
    await asking.getByRole('button', { name: 'Suspend' }).click();
    await expect(asking.getByLabel(/^Until/)).toHaveAccessibleDescription(/moment in the future/);
    expect((await api.get(`/api/v1/users/${person.id}`)).status).toBe('active');
  });

  test('whoever is suspended is out within a second, is told why, and comes back without anyone’s doing', async ({ api, administrator, as, problems }) => {
    problems.allow(/status of 403/);
    const person = await api.createPerson({ fullName: 'Lars Leave' });
    const theirs = await as(person);
    const page = await as(administrator);
    await openProfile(page, person);
    const until = new Date(Date.now() + 8000).toISOString();
    await api.post(`/api/v1/users/${person.id}/suspend`, { until, reason: 'on leave' });
    await expect(theirs.getByLabel('E-mail or username')).toBeVisible({ timeout: 1000 });
    await expect(part(page, 'Details')).toContainText('Suspended until', { timeout: 1000 });
    await theirs.getByLabel('E-mail or username').fill(person.email);
    await theirs.getByLabel('Password', { exact: true }).fill(person.password);
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await expect(theirs.getByRole('alert')).toContainText('suspended until');
    await expect(theirs.getByRole('alert')).toContainText('on leave');
    const signsIn = () => api.send('POST', '/api/v1/auth/login', { login: person.email, password: person.password });
    await expect.poll(async () => (await signsIn()).status, { timeout: 15_000 }).toBe(200);
    expect(Date.now()).toBeGreaterThanOrEqual(new Date(until).getTime());
    expect((await api.get(`/api/v1/users/${person.id}`)).status).toBe('active');
  });

  test('somebody is suspended right from the list', async ({ api, administrator, as }) => {
    const person = await api.createPerson({ fullName: 'Rita Row' });
    const page = await as(administrator);
    await open(page, '/users');
    const row = rowOf(list(page, 'Users'), 'Rita Row');
    await row.getByLabel('More for Rita Row').click();
    await expectAccessible(page);
    await row.getByRole('button', { name: 'Suspend' }).click();
    const asking = dialog(page, 'Suspend Rita Row?');
    await asking.getByLabel('Reason').fill('on leave');
    await asking.getByRole('button', { name: 'Suspend' }).click();
    await expect(asking).toBeHidden();
    await expect(row).toContainText('Suspended');
    expect((await api.get(`/api/v1/users/${person.id}`)).status).toBe('suspended');
  });

  test('without scripts somebody is suspended until a moment in UTC', async ({ api, administrator, as }) => {
    const person = await api.createPerson({ fullName: 'Plain Petra' });
    const page = await as(administrator, { javaScriptEnabled: false });
    await page.goto(`/users/${person.id}`);
    await part(page, 'Access').getByRole('button', { name: 'Suspend' }).click();
    const asking = dialog(page, 'Suspend Plain Petra?');
    await asking.getByLabel(/^Until/).fill(tomorrow());
    await asking.getByRole('button', { name: 'Suspend' }).click();
    await expect(part(page, 'Details')).toContainText('Suspended until');
    const held = await api.get(`/api/v1/users/${person.id}`);
    expect(held.suspended_until).toBe(`${tomorrow()}:00Z`);
  });
});

test.describe('maintenance', () => {
  test.use({ fresh: true });

  test('everyone else is locked out within a second, sees why, and goes on with the same session', async ({ api, administrator, as, problems }) => {
    problems.allow(/status of 503/);
    const person = await api.createPerson({ fullName: 'Otto Outside' });
    const theirs = await as(person);
    await open(theirs, '/account');
    const page = await as(administrator);
    await open(page, '/settings');
    const card = part(page, 'Maintenance');
    await card.getByRole('button', { name: 'Lock everyone out' }).click();
    const asking = dialog(page, 'Lock everyone out?');
    await expect(asking).toContainText('Platform administrators are still let in');
    await expect(asking).toContainText('privileges');
    const confirm = asking.getByRole('button', { name: 'Lock everyone out' });
    await expect(confirm).toBeDisabled();
    await asking.getByLabel(/^Message/).fill('Back at noon.');
    await asking.getByLabel(/^Type/).fill('lock everyone out');
    await expectAccessible(page);
    await confirm.click();
    await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('The platform is locked for maintenance', { timeout: 1500 });
    await expect(theirs.getByText('Back at noon.')).toBeVisible();
    await expectAccessible(theirs);
    await expect(page.getByText('Everyone but platform administrators is locked out.', { exact: false }).first()).toBeVisible();
    await open(page, '/users');
    await expect(page.getByRole('link', { name: 'Message and unlocking' })).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('link', { name: 'Message and unlocking' }).click();
    await card.getByRole('button', { name: 'Unlock' }).click();
    await expect(card.getByRole('button', { name: 'Lock everyone out' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Message and unlocking' })).toHaveCount(0);
    await expect(part(theirs, 'Profile')).toContainText('Otto Outside');
  });

  test('without scripts whoever is locked out sees the message, and tries again', async ({ api, as, problems }) => {
    problems.allow(/status of 503/);
    const person = await api.createPerson({ fullName: 'Nora Noscript' });
    const theirs = await as(person, { javaScriptEnabled: false });
    await api.patch('/api/v1/settings', { maintenance: { locked: true, message: 'Back at <noon>.' } });
    const answer = await theirs.goto('/account');
    expect(answer?.status()).toBe(503);
    await expect(theirs.getByText('Back at <noon>.')).toBeVisible();
    await api.patch('/api/v1/settings', { maintenance: { locked: false } });
    await theirs.getByRole('link', { name: 'Try again' }).click();
    await expect(part(theirs, 'Profile')).toContainText('Nora Noscript');
  });

  test('whoever is locked out can sign out', async ({ api, as, problems }) => {
    problems.allow(/status of 503/);
    const person = await api.createPerson({ fullName: 'Lena Leaves' });
    for (const javaScriptEnabled of [true, false]) {
      const theirs = await as(person, { javaScriptEnabled });
      // An open page would load the lock's page by itself, and cross the one that is asked for.
      await theirs.goto('about:blank');
      await api.patch('/api/v1/settings', { maintenance: { locked: true, message: '' } });
      await theirs.goto('/account');
      await theirs.getByRole('button', { name: 'Sign out' }).click();
      await theirs.waitForURL((url) => url.pathname === '/login');
      await api.patch('/api/v1/settings', { maintenance: { locked: false } });
      await theirs.goto('/account');
      await expect(theirs.getByLabel('E-mail or username')).toBeVisible();
    }
  });
});

test.describe('deletion', () => {
  test('only a deactivated account is deleted, after its name was typed, and stays as “Deleted user”', async ({ api, administrator, as, problems }) => {
    // The page hears of the deletion, and asks again, before it is left.
    problems.allow(/status of 404/);
    const person = await api.createPerson({ fullName: 'Gerd Gone', email: 'gerd@example.test' });
    await api.patch('/api/v1/settings', { retention_days: 90 });
    const page = await as(administrator);
    await openProfile(page, person);
    await expect(part(page, 'Delete this account')).toContainText('Deactivate it first');
    await api.post(`/api/v1/users/${person.id}/deactivate`);
    await part(page, 'Delete this account').getByRole('button', { name: 'Delete account' }).click();
    const asking = dialog(page, 'Delete Gerd Gone?');
    await expect(asking).toContainText('cannot be taken back');
    await expect(asking).toContainText('kept for 90 days');
    await expect(asking.getByRole('button', { name: 'Delete account' })).toBeDisabled();
    await asking.getByLabel('Type Gerd Gone to confirm').fill('Gerd Gone');
    await expectAccessible(page);
    await asking.getByRole('button', { name: 'Delete account' }).click();
    await expect(page).toHaveURL(/\/users$/);
    await open(page, '/users?show_all=true&search=gerd');
    await expect(page.getByText('Nobody found')).toBeVisible();
    await open(page, '/activity');
    await expect(page.getByRole('listitem').filter({ hasText: 'Account deleted' }).first()).toContainText('Deleted user');
    await expect(page.locator('main')).not.toContainText('Gerd');
    expect((await api.send('GET', `/api/v1/users/${person.id}`)).status).toBe(404);
    await api.createPerson({ fullName: 'Gerd Second', email: 'gerd@example.test' });
  });

  test('a platform that never deletes says so, in the settings and on the page', async ({ api, administrator, as }) => {
    const person = await api.createPerson({ fullName: 'Fiona Forever' });
    await api.post(`/api/v1/users/${person.id}/deactivate`);
    const page = await as(administrator);
    await open(page, '/settings');
    const card = part(page, 'Deletion and retention');
    await card.getByLabel('Deleting accounts').selectOption('forbidden');
    await card.getByRole('button', { name: 'Save' }).click();
    await expect(card.getByRole('status')).toHaveText('Saved');
    await openProfile(page, person);
    await expect(part(page, 'Delete this account')).toContainText('never deletes accounts');
    await expect(page.getByRole('button', { name: 'Delete account' })).toHaveCount(0);
    expect((await api.send('DELETE', `/api/v1/users/${person.id}`)).status).toBe(409);
    await api.patch('/api/v1/settings', { deletion: 'allowed' });
  });
});

/** How far Berlin is from UTC on that day. */
function berlin(local: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' }).formatToParts(new Date(`${local}Z`));
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT').replace('GMT', '') || 'Z';
}
