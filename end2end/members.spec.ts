// The members of an organization: the same list, and the role dropdown in the row, confirmed.

import { type Api, expect, hydrated, open, type Page, type Person, test } from './fluxward.ts';
import { Gate } from './network.ts';
import { dialog, list, rowOf, rows } from './screens.ts';

/** An organization with these members: names and roles. */
async function arrange(api: Api, slug: string, members: Record<string, string>): Promise<Person[]> {
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug });
  const people: Person[] = [];
  for (const [fullName, role] of Object.entries(members)) {
    const person = await api.createPerson({ fullName });
    await api.post(`/api/v1/organizations/${slug}/members`, { user_id: person.id, role });
    people.push(person);
  }
  return people;
}

function roleOf(page: Page, fullName: string) {
  return page.getByRole('combobox', { name: `Role of ${fullName}`, exact: true });
}

/** Chooses a role and confirms it. */
async function change(page: Page, fullName: string, role: string, reason = ''): Promise<void> {
  await roleOf(page, fullName).selectOption(role);
  const asking = dialog(page, new RegExp(`^Make ${fullName} an? ${role}\\?$`));
  await asking.getByLabel('Reason').fill(reason);
  await asking.getByRole('button', { name: 'Change role' }).click();
  await expect(asking).toHaveCount(0);
}

function member(api: Api, slug: string, id: string): Promise<any> {
  return api.get(`/api/v1/organizations/${slug}/members/${id}`);
}

test('a role is chosen from a dropdown, confirmed, and its reason recorded', async ({ api, administrator, as }) => {
  const [dora] = await arrange(api, 'dropdown', { 'Dora Dropdown': 'member' });
  const page = await as(administrator);
  await open(page, '/orgs/dropdown/settings/members');
  await roleOf(page, 'Dora Dropdown').selectOption('Admin');
  expect((await member(api, 'dropdown', dora!.id)).role).toBe('member');
  await dialog(page, 'Make Dora Dropdown an Admin?').getByRole('button', { name: 'Cancel' }).click();
  await expect(roleOf(page, 'Dora Dropdown')).toHaveValue('member');
  await change(page, 'Dora Dropdown', 'Admin', 'leads the team now');
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Dora Dropdown is now Admin');
  expect((await member(api, 'dropdown', dora!.id)).role).toBe('admin');
  await open(page, '/orgs/dropdown/activity');
  const entry = page.getByRole('listitem').filter({ hasText: 'Role changed from Member to Admin' });
  await expect(entry).toContainText('leads the team now');
  await expect(entry).toContainText(administrator.fullName);
});

test('becoming a Viewer clears the boxes and says so before', async ({ api, administrator, as }) => {
  const [vito] = await arrange(api, 'viewer', { 'Vito Viewer': 'member' });
  await api.put(`/api/v1/organizations/viewer/members/${vito!.id}/privileges/tags`, { granted: true });
  const page = await as(administrator);
  await open(page, '/orgs/viewer/members');
  await roleOf(page, 'Vito Viewer').selectOption('Viewer');
  const asking = dialog(page, 'Make Vito Viewer a Viewer?');
  await expect(asking).toContainText('Clears “Administer assets and stages” and “Administer tags”');
  await asking.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Vito Viewer is now Viewer');
  expect(await member(api, 'viewer', vito!.id)).toMatchObject({ role: 'viewer', privileges: [] });
});

test('a change of role is undone with one click', async ({ api, administrator, as }) => {
  const [ulf] = await arrange(api, 'undo', { 'Ulf Undo': 'member' });
  const page = await as(administrator);
  await open(page, '/orgs/undo/members');
  await change(page, 'Ulf Undo', 'Viewer');
  await page.getByRole('log', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(roleOf(page, 'Ulf Undo')).toHaveValue('member');
  await expect
    .poll(() => member(api, 'undo', ulf!.id))
    .toMatchObject({ role: 'member', privileges: ['assets'] });
});

test('the last Owner stays, and the refusal says why', async ({ api, as, problems }) => {
  problems.allow(/status of 409/);
  await api.post('/api/v1/organizations', { name: 'Alone', slug: 'alone' });
  const owner = await api.createPerson({ fullName: 'Lone Owner' });
  await api.post('/api/v1/organizations/alone/members', { user_id: owner.id, role: 'owner' });
  const me = await api.get('/api/v1/me');
  await api.delete(`/api/v1/organizations/alone/members/${me.id}`);
  const page = await as(owner);
  await open(page, '/orgs/alone/members');
  await change(page, 'Lone Owner', 'Admin');
  await expect(page.getByRole('status').filter({ hasText: 'Not saved' })).toContainText(/owner/i);
  await expect(roleOf(page, 'Lone Owner')).toHaveValue('owner');
  expect((await member(api, 'alone', owner.id)).role).toBe('owner');
});

test('an Admin is offered what an Admin may give, and nothing for an Owner', async ({ api, as }) => {
  const [, admin] = await arrange(api, 'offers', { 'Olaf Owner': 'owner', 'Alma Admin': 'admin', 'Mats Member': 'member' });
  const page = await as(admin!);
  await open(page, '/orgs/offers/members');
  await expect(roleOf(page, 'Olaf Owner')).toBeDisabled();
  await expect(roleOf(page, 'Mats Member').getByRole('option', { name: 'Owner' })).toBeDisabled();
  await change(page, 'Mats Member', 'Admin');
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Mats Member is now Admin');
});

test('a refused change of role goes back visibly', async ({ api, as, problems }) => {
  problems.allow(/status of 403/);
  const [admin, mats] = await arrange(api, 'refusal', { 'Abel Admin': 'admin', 'Mara Member': 'member' });
  const page = await as(admin!);
  await open(page, '/orgs/refusal/members');
  const gate = await Gate.before(page, '/_fn/members/role');
  await change(page, 'Mara Member', 'Viewer');
  await expect(roleOf(page, 'Mara Member')).toHaveValue('viewer');
  await api.patch(`/api/v1/organizations/refusal/members/${admin!.id}`, { role: 'member' });
  await gate.pass();
  await expect(page.getByRole('status').filter({ hasText: 'Not saved' })).toBeVisible();
  await expect(roleOf(page, 'Mara Member')).toHaveValue('member');
  expect((await member(api, 'refusal', mats!.id)).role).toBe('member');
});

test('an Owner sees the own organization alone', async ({ api, as, problems }) => {
  problems.allow(/status of 404/);
  const [owner] = await arrange(api, 'mine', { 'Olga Own': 'owner' });
  await arrange(api, 'theirs', { 'Theo Theirs': 'owner' });
  const page = await as(owner!);
  await page.goto('/orgs/theirs/settings/members');
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
  await expect(page.getByText('Theo Theirs')).toHaveCount(0);
});

test('a Viewer sees no people and changes nothing', async ({ api, as, problems }) => {
  problems.allow(/status of 403/);
  const [viewer, mats] = await arrange(api, 'readonly', { 'Vida Viewer': 'viewer', 'Matti Member': 'member' });
  const page = await as(viewer!);
  await open(page, '/orgs/readonly');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The readonly');
  await expect(page.getByRole('link', { name: 'Members' })).toHaveCount(0);
  await page.goto(`/orgs/readonly/members/${mats!.id}`);
  await hydrated(page);
  await expect(page.getByText('Matti Member')).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
});

test('members are found, filtered by role, and switched off ones hidden until Show all', async ({ api, administrator, as }) => {
  const [, , off] = await arrange(api, 'finding', { 'Finn Findme': 'member', 'Alva Admin': 'admin', 'Otto Off': 'member' });
  await api.patch(`/api/v1/organizations/finding/members/${off!.id}`, { status: 'inactive' });
  const page = await as(administrator);
  await open(page, '/orgs/finding/members');
  const table = list(page, 'Members');
  await expect(rowOf(table, 'Finn Findme')).toBeVisible();
  await expect(rowOf(table, 'Otto Off')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rowOf(table, 'Otto Off')).toContainText('Inactive');
  await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('Admin');
  await expect(rows(table)).toHaveCount(1);
  await expect(rowOf(table, 'Alva Admin')).toBeVisible();
  await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption({ index: 0 });
  await page.getByRole('searchbox').fill('findme');
  await expect(rows(table)).toHaveCount(1);
  await expect(rowOf(table, 'Finn Findme')).toBeVisible();
});

test('a membership is switched off in its row, and the person loses the organization within a second', async ({ api, administrator, as, problems }) => {
  problems.allow(/status of 404/);
  const [person] = await arrange(api, 'switch', { 'Swen Switched': 'member' });
  const page = await as(administrator);
  const theirs = await as(person!);
  await open(theirs, '/orgs/switch/members');
  await open(page, '/orgs/switch/members');
  const saved = page.waitForResponse((response) => response.url().includes('/_fn/members/'));
  await page.getByRole('switch', { name: 'Active: Swen Switched' }).click();
  await saved;
  await expect(list(theirs, 'Members')).toHaveCount(0, { timeout: 1000 });
  expect((await member(api, 'switch', person!.id)).status).toBe('inactive');
});
