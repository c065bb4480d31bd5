// The members of an organization: the same list, and the role dropdown in the row, confirmed; on a
// member's page, when the membership ends, and the organization's own roles.

import { type Api, expect, expectAccessible, hydrated, open, type Page, type Person, test } from './fluxward.ts';
import { Gate } from './network.ts';
import { box, boxes, dialog, list, openMember, rowOf, rows } from './screens.ts';

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

/** A role of the organization's own that lets its log be read. */
function createLogReader(api: Api, slug: string): Promise<any> {
  const role = { key: 'log-reader', name: 'Log reader', scope: 'organization', permissions: ['activity.view'] };
  return api.post(`/api/v1/organizations/${slug}/roles`, role);
}

/** Whether somebody may read the log of an organization. */
async function readsLog(api: Api, slug: string, person: Person): Promise<boolean> {
  const told = await api.get(`/api/v1/users/${person.id}/access?scope=${slug}&permission=activity.view`);
  return told.allowed;
}

/** The details on a member's page. */
function details(page: Page) {
  return page.getByRole('region', { name: 'Details', exact: true });
}

/** The form on a member's page that says when the membership ends. */
function ending(page: Page) {
  return details(page).getByRole('form', { name: 'End of the membership' });
}

/** What a member's page says they hold beside the base role. */
function held(page: Page) {
  return page.getByRole('region', { name: 'Workspaces, projects and teams' });
}

/** So many seconds from now, as a field for day and time takes it in the browser's zone. */
function inBerlin(seconds: number): string {
  const moment = new Date(Date.now() + seconds * 1000);
  const local = moment.toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' });
  return local.replace(' ', 'T').replace(/(:\d\d):00$/, '$1');
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

test('somebody is added for a time, which is chosen with the role', async ({ api, administrator, as }) => {
  await arrange(api, 'fortime', {});
  const thea = await api.createPerson({ fullName: 'Thea Time' });
  await api.createPerson({ fullName: 'Thea Timeless' });
  const page = await as(administrator);
  await open(page, '/orgs/fortime/members');
  await page.getByRole('link', { name: 'Add member' }).click();
  const adding = page.getByRole('region', { name: 'Add member' });
  await adding.getByRole('searchbox', { name: 'E-mail, username or name' }).fill('Thea Time');
  await adding.getByRole('link', { name: 'Choose Thea Time', exact: true }).click();
  const form = adding.getByRole('form', { name: 'Add Thea Time', exact: true });
  await expectAccessible(page);
  await form.getByLabel('Role for Thea Time').selectOption('Viewer');
  await form.getByLabel('Ends').fill('2099-12-01T09:00');
  await form.getByRole('button', { name: 'Add Thea Time' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thea Time');
  await expect(details(page)).toContainText(/Until.*2099/);
  expect(await member(api, 'fortime', thea.id)).toMatchObject({ role: 'viewer', expires_at: '2099-12-01T08:00:00Z' });
});

test('a membership ends at the moment that was set on the member’s page, and the list says so', async ({ api, administrator, as }) => {
  const [eva] = await arrange(api, 'ending', { 'Eva Ends': 'member' });
  const page = await as(administrator);
  await openMember(page, 'ending', eva!.id);
  await details(page).getByText('Set an end').click();
  await expectAccessible(page);
  await ending(page).getByLabel('Ends').fill('2099-12-01T09:00');
  await ending(page).getByLabel('Reason').fill('until the show is over');
  await ending(page).getByRole('button', { name: 'Set end' }).click();
  await expect(details(page)).toContainText(/Until.*2099/);
  await expect(ending(page)).toBeHidden();
  await expect(page.getByRole('region', { name: 'Activity' })).toContainText('until the show is over');
  expect((await member(api, 'ending', eva!.id)).expires_at).toBe('2099-12-01T08:00:00Z');
  await open(page, '/orgs/ending/members');
  await expect(rowOf(list(page, 'Members'), 'Eva Ends')).toContainText(/until .*2099/);

  await openMember(page, 'ending', eva!.id);
  await details(page).getByText('Change the end').click();
  const field = ending(page).getByLabel('Ends');
  // People choose minutes; nobody waits for a whole one here.
  await field.evaluate((input: HTMLInputElement) => input.setAttribute('step', '1'));
  await field.fill(inBerlin(8));
  await ending(page).getByRole('button', { name: 'Set end' }).click();
  await expect(details(page)).not.toContainText('2099');
  await expect(box(page, boxes.activated)).not.toBeChecked({ timeout: 15_000 });
  await expect(details(page)).not.toContainText('Until');
  expect(await member(api, 'ending', eva!.id)).toMatchObject({ status: 'inactive', expires_at: null });
  await open(page, '/orgs/ending/members?show_all=true');
  await expect(rowOf(list(page, 'Members'), 'Eva Ends')).toContainText('Inactive');
});

test('the end of a membership is taken away, and one click brings it back', async ({ api, administrator, as, problems }) => {
  problems.allow(/status of 422/);
  const [ida] = await arrange(api, 'endless', { 'Ida Ends': 'member' });
  await api.patch(`/api/v1/organizations/endless/members/${ida!.id}`, { expires_at: '2099-12-01T08:00:00Z' });
  const page = await as(administrator);
  await openMember(page, 'endless', ida!.id);
  await details(page).getByText('Change the end').click();
  await ending(page).getByRole('button', { name: 'Set end' }).click();
  await expect(ending(page).getByLabel('Ends')).toHaveAccessibleDescription(/Choose a day and a time/);
  await ending(page).getByLabel('Ends').fill('2001-01-01T09:00');
  await ending(page).getByRole('button', { name: 'Set end' }).click();
  await expect(ending(page).getByLabel('Ends')).toHaveAccessibleDescription(/has passed/);
  await ending(page).getByRole('button', { name: 'Without an end' }).click();
  await expect(details(page)).not.toContainText('2099');
  expect((await member(api, 'endless', ida!.id)).expires_at).toBeNull();
  await page.getByRole('log', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(details(page)).toContainText(/Until.*2099/);
  expect((await member(api, 'endless', ida!.id)).expires_at).toBe('2099-12-01T08:00:00Z');
});

test('a role of the organization’s own is given and taken on the member’s page', async ({ api, administrator, as }) => {
  const [rolf] = await arrange(api, 'ownrole', { 'Rolf Reader': 'viewer' });
  const page = await as(administrator);
  await openMember(page, 'ownrole', rolf!.id);
  await held(page).getByRole('link', { name: 'Give role' }).click();
  const giving = page.getByRole('region', { name: 'Give role' });
  await expect(giving.getByRole('link', { name: 'Roles & permissions' })).toHaveAttribute('href', '/orgs/ownrole/roles');
  await createLogReader(api, 'ownrole');
  await open(page, `/orgs/ownrole/members/${rolf!.id}?add=role`);
  await expectAccessible(page);
  await giving.getByLabel('Role', { exact: true }).selectOption('Log reader');
  await giving.getByLabel('Ends').fill('2099-12-01T09:00');
  await giving.getByLabel('Reason').fill('reads along');
  await giving.getByRole('button', { name: 'Give role' }).click();
  await expect(giving).toHaveCount(0);
  const whole = held(page).getByRole('listitem').filter({ hasText: 'In the whole organization' });
  await expect(whole).toContainText(/Log reader until .*2099/);
  expect(await readsLog(api, 'ownrole', rolf!)).toBe(true);
  await expectAccessible(page);
  const take = whole.getByRole('button', { name: 'Take Log reader from Rolf Reader' });
  await take.click();
  await expect(whole).toHaveCount(0);
  await expect.poll(() => readsLog(api, 'ownrole', rolf!)).toBe(false);
  await page.getByRole('log', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(whole).toContainText(/Log reader until .*2099/);
  expect(await readsLog(api, 'ownrole', rolf!)).toBe(true);
});

test('a role that may not be taken stays without a button, and a refusal brings it back', async ({ api, as, problems }) => {
  problems.allow(/status of 403/);
  const [lena, rosa] = await arrange(api, 'keptrole', { 'Lena Lead': 'viewer', 'Rosa Reader': 'viewer' });
  await api.put(`/api/v1/organizations/keptrole/members/${lena!.id}/privileges/users`, { granted: true });
  await createLogReader(api, 'keptrole');
  for (const { id } of [lena!, rosa!]) await api.put(`/api/v1/organizations/keptrole/members/${id}/roles/log-reader`);
  const page = await as(lena!);
  await openMember(page, 'keptrole', rosa!.id);
  const take = held(page).getByRole('button', { name: 'Take Log reader from Rosa Reader' });
  const gate = await Gate.before(page, '/_fn/grants/revoke');
  await take.click();
  await expect(take).toHaveCount(0);
  await api.delete(`/api/v1/organizations/keptrole/members/${lena!.id}/roles/log-reader`);
  await gate.pass();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Not saved');
  await expect(held(page)).toContainText('Log reader');
  await expect(take).toHaveCount(0);
  expect(await readsLog(api, 'keptrole', rosa!)).toBe(true);
});

test('without scripts a membership gets its end, and a role is given and taken', async ({ api, administrator, as }) => {
  const [nils] = await arrange(api, 'plainend', { 'Nils Noscript': 'viewer' });
  await createLogReader(api, 'plainend');
  const page = await as(administrator, { javaScriptEnabled: false });
  await page.goto(`/orgs/plainend/members/${nils!.id}`);
  await details(page).getByText('Set an end').click();
  await ending(page).getByLabel('Ends').fill('2001-01-01T09:00');
  await ending(page).getByRole('button', { name: 'Set end' }).click();
  await expect(ending(page).getByLabel('Ends')).toHaveAccessibleDescription(/has passed/);
  await ending(page).getByLabel('Ends').fill('2099-12-01T09:00');
  await ending(page).getByRole('button', { name: 'Set end' }).click();
  await expect(details(page)).toContainText('2099-12-01 09:00 UTC');
  await details(page).getByText('Change the end').click();
  await ending(page).getByRole('button', { name: 'Without an end' }).click();
  await expect(details(page)).not.toContainText('2099');
  await held(page).getByRole('link', { name: 'Give role' }).click();
  await page.getByRole('form', { name: 'Give role to Nils Noscript' }).getByRole('button', { name: 'Give role' }).click();
  await expect(held(page)).toContainText('Log reader');
  expect(await readsLog(api, 'plainend', nils!)).toBe(true);
  await held(page).getByRole('button', { name: 'Take Log reader from Nils Noscript' }).click();
  await expect(held(page)).not.toContainText('Log reader');
  expect(await readsLog(api, 'plainend', nils!)).toBe(false);
});
