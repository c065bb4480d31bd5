// The member's page: four boxes, each saved by itself, confirmed, refused visibly, taken back.

import { type Api, expect, expectAccessible, open, type Person, test } from './fluxward.ts';
import { Gate, Recorder } from './network.ts';
import { box, boxes, openMember, privileges, saveStatus } from './screens.ts';

const tick = '/_fn/members/tick';

/** An organization with one member, each by a name of its own. */
async function arrange(api: Api, slug: string, fullName: string, role = 'member'): Promise<Person> {
  const person = await api.createPerson({ fullName });
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug });
  await api.post(`/api/v1/organizations/${slug}/members`, { user_id: person.id, role });
  return person;
}

async function held(api: Api, slug: string, id: string): Promise<string[]> {
  return (await api.get(`/api/v1/organizations/${slug}/members/${id}`)).privileges;
}

test('a member has the four boxes, word for word', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'four-boxes', 'Berta Boxes');
  const page = await as(administrator);
  await openMember(page, 'four-boxes', person.id);
  const labels = await privileges(page).getByRole('checkbox').evaluateAll((all) =>
    all.map((input) => (input as HTMLInputElement).labels?.[0]?.textContent?.trim()),
  );
  expect(labels).toEqual([boxes.activated, boxes.assets, boxes.tags, boxes.users]);
});

test('somebody who joins as Member starts with what the organization chose', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'new-member', 'Mia Member');
  const page = await as(administrator);
  await openMember(page, 'new-member', person.id);
  await expect(box(page, boxes.activated)).toBeChecked();
  await expect(box(page, boxes.assets)).toBeChecked();
  await expect(box(page, boxes.tags)).not.toBeChecked();
  await expect(box(page, boxes.users)).not.toBeChecked();
});

test('what Members begin with is a setting of the organization, and the invitation form shows it', async ({ api, administrator, as }) => {
  await api.post('/api/v1/organizations', { name: 'Beginwind', slug: 'beginwind' });
  const page = await as(administrator);
  await open(page, '/orgs/beginwind/settings');
  const card = page.getByRole('region', { name: 'General' });
  await expect(card.getByRole('checkbox', { name: boxes.assets })).toBeChecked();
  await card.getByRole('checkbox', { name: boxes.assets }).uncheck();
  await card.getByRole('checkbox', { name: boxes.tags }).check();
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Settings saved')).toBeVisible();
  await expectAccessible(page);
  expect((await api.get('/api/v1/organizations/beginwind')).default_privileges).toEqual(['tags']);
  await open(page, '/orgs/beginwind/invitations/new');
  await expect(page.getByRole('checkbox', { name: boxes.tags })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: boxes.assets })).not.toBeChecked();
  await page.getByLabel('Role').selectOption('Viewer');
  await expect(page.getByRole('checkbox', { name: boxes.tags })).not.toBeChecked();
  const person = await api.createPerson({ fullName: 'Bea Begins' });
  await api.post('/api/v1/organizations/beginwind/members', { user_id: person.id, role: 'member' });
  expect(await held(api, 'beginwind', person.id)).toEqual(['tags']);
});

test('somebody who joins as Viewer starts without boxes and is read-only', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'new-viewer', 'Vera Viewer', 'viewer');
  const page = await as(administrator);
  await openMember(page, 'new-viewer', person.id);
  await expect(box(page, boxes.activated)).toBeChecked();
  for (const label of [boxes.assets, boxes.tags, boxes.users]) await expect(box(page, label)).not.toBeChecked();
});

test('each tick is saved by itself and confirmed in the upper right corner', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'each-tick', 'Tina Tick');
  const page = await as(administrator);
  await openMember(page, 'each-tick', person.id);
  const sent = new Recorder(page, tick);
  await box(page, boxes.tags).check();
  await expect(saveStatus(page)).toHaveText('Saved');
  expect(sent.bodies).toHaveLength(1);
  expect(await held(api, 'each-tick', person.id)).toEqual(['assets', 'tags']);
  await expectUpperRight(page);
});

test('the boxes are independent of each other', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'independent', 'Ines Independent');
  const page = await as(administrator);
  await openMember(page, 'independent', person.id);
  await box(page, boxes.users).check();
  await expect(saveStatus(page)).toHaveText('Saved');
  await box(page, boxes.assets).uncheck();
  await expect(saveStatus(page)).toHaveText('Saved');
  await expect.poll(() => held(api, 'independent', person.id)).toEqual(['users']);
  await expect(box(page, boxes.tags)).not.toBeChecked();
});

test('a tick is shown at once and said to be on its way', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'at-once', 'Otto Once');
  const page = await as(administrator);
  await openMember(page, 'at-once', person.id);
  const gate = await Gate.before(page, tick);
  await box(page, boxes.tags).check();
  await expect(saveStatus(page)).toHaveText('Saving…');
  await gate.pass();
  await expect(saveStatus(page)).toHaveText('Saved');
  await expect(box(page, boxes.tags)).toBeChecked();
});

test('quick clicks on one box go out in order, one at a time, and end as clicked', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'quick', 'Quirin Quick');
  const page = await as(administrator);
  await openMember(page, 'quick', person.id);
  const sent = new Recorder(page, tick);
  const gate = await Gate.before(page, tick);
  for (let click = 0; click < 3; click++) await box(page, boxes.tags).click();
  await expect(box(page, boxes.tags)).toBeChecked();
  expect(gate.waiting).toBe(1);
  await gate.pass();
  await gate.open();
  await expect(saveStatus(page)).toHaveText('Saved');
  expect(sent.mostAtOnce).toBe(1);
  expect(sent.bodies.map((body) => body.granted)).toEqual([true, false, true]);
  await expect(box(page, boxes.tags)).toBeChecked();
  expect(await held(api, 'quick', person.id)).toContain('tags');
});

test('a slow network keeps two boxes apart', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'slow', 'Selma Slow');
  const page = await as(administrator);
  await openMember(page, 'slow', person.id);
  const gate = await Gate.before(page, tick);
  await box(page, boxes.tags).check();
  await box(page, boxes.assets).uncheck();
  await expect(saveStatus(page)).toHaveText('Saving…');
  await expect(box(page, boxes.tags)).toBeChecked();
  await expect(box(page, boxes.assets)).not.toBeChecked();
  await gate.open();
  await expect(saveStatus(page)).toHaveText('Saved');
  await expect(box(page, boxes.tags)).toBeChecked();
  await expect(box(page, boxes.assets)).not.toBeChecked();
  expect(await held(api, 'slow', person.id)).toEqual(['tags']);
});

test('a saved tick is undone with one click, and both are in the log', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'undone', 'Uwe Undone');
  const page = await as(administrator);
  await openMember(page, 'undone', person.id);
  await box(page, boxes.tags).check();
  await expect(saveStatus(page)).toHaveText('Saved');
  await privileges(page).getByRole('button', { name: 'Undo' }).click();
  await expect(box(page, boxes.tags)).not.toBeChecked();
  await expect.poll(() => held(api, 'undone', person.id)).toEqual(['assets']);
  const { items } = await api.get('/api/v1/activity?organization=undone&action=member');
  expect(items.slice(0, 2).map((event: { action: string }) => event.action)).toEqual([
    'member.privilege_revoked',
    'member.privilege_granted',
  ]);
});

test('an undo is refused with its reason when something else came between', async ({ api, administrator, as, problems }) => {
  problems.allow(/status of 409/);
  const person = await arrange(api, 'between', 'Bela Between');
  const page = await as(administrator);
  await openMember(page, 'between', person.id);
  await box(page, boxes.tags).check();
  await expect(saveStatus(page)).toHaveText('Saved');
  const gate = await Gate.before(page, tick);
  await privileges(page).getByRole('button', { name: 'Undo' }).click();
  await expect(box(page, boxes.tags)).not.toBeChecked();
  await api.put(`/api/v1/organizations/between/members/${person.id}/privileges/tags`, { granted: false });
  await api.put(`/api/v1/organizations/between/members/${person.id}/privileges/tags`, { granted: true });
  await gate.pass();
  await expect(saveStatus(page)).toContainText('Not saved');
  await expect(saveStatus(page)).toContainText(/chang/i);
  await expect(box(page, boxes.tags)).toBeChecked();
  expect(await held(api, 'between', person.id)).toContain('tags');
});

test('a refused save goes back visibly and says why', async ({ api, as, problems }) => {
  problems.allow(/status of 403/);
  const person = await arrange(api, 'refused', 'Rita Refused');
  const acting = await api.createPerson({ fullName: 'Anton Acting' });
  await api.post('/api/v1/organizations/refused/members', { user_id: acting.id, role: 'admin' });
  const page = await as(acting);
  await openMember(page, 'refused', person.id);
  const gate = await Gate.before(page, tick);
  await box(page, boxes.tags).check();
  await expect(saveStatus(page)).toHaveText('Saving…');
  await api.patch(`/api/v1/organizations/refused/members/${acting.id}`, { role: 'member' });
  await gate.pass();
  await expect(saveStatus(page)).toContainText('Not saved');
  await expect(box(page, boxes.tags)).not.toBeChecked();
  expect(await held(api, 'refused', person.id)).toEqual(['assets']);
});

test('a tick that does not get through stays on screen with Retry, and Retry saves it', async ({ api, administrator, as, problems }) => {
  problems.allow(/ERR_INTERNET_DISCONNECTED/);
  const person = await arrange(api, 'offline', 'Olga Offline');
  const page = await as(administrator);
  await openMember(page, 'offline', person.id);
  await page.context().setOffline(true);
  await box(page, boxes.tags).check();
  await expect(saveStatus(page)).toContainText('Not saved');
  await expect(box(page, boxes.tags)).toBeChecked();
  expect(await held(api, 'offline', person.id)).toEqual(['assets']);
  await page.context().setOffline(false);
  await privileges(page).getByRole('button', { name: 'Retry' }).click();
  await expect(saveStatus(page)).toHaveText('Saved');
  await expect(box(page, boxes.tags)).toBeChecked();
  expect(await held(api, 'offline', person.id)).toEqual(['assets', 'tags']);
});

test('a change made elsewhere is seen in an open page within a second', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'elsewhere', 'Elsa Elsewhere');
  const page = await as(administrator);
  await openMember(page, 'elsewhere', person.id);
  await api.put(`/api/v1/organizations/elsewhere/members/${person.id}/privileges/users`, { granted: true });
  await expect(box(page, boxes.users)).toBeChecked({ timeout: 1000 });
});

test('privileges of somebody switched off can be edited and take effect on return', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'return', 'Rosa Return', 'viewer');
  const page = await as(administrator);
  await openMember(page, 'return', person.id);
  await box(page, boxes.activated).uncheck();
  await expect(saveStatus(page)).toHaveText('Saved');
  await box(page, boxes.users).check();
  await expect(saveStatus(page)).toHaveText('Saved');
  const theirs = await as(person);
  await expect(theirs.getByRole('link', { name: 'The return' })).toHaveCount(0);
  await box(page, boxes.activated).check();
  await expect(saveStatus(page)).toHaveText('Saved');
  await openMember(theirs, 'return', person.id);
  await expect(box(theirs, boxes.users)).toBeChecked();
});

test('a deactivated account keeps its boxes, which can be edited and hold on its return', async ({ api, administrator, as }) => {
  const person = await arrange(api, 'disabled', 'Doro Disabled', 'viewer');
  await api.post(`/api/v1/users/${person.id}/deactivate`);
  const page = await as(administrator);
  await openMember(page, 'disabled', person.id);
  await box(page, boxes.users).check();
  await expect(saveStatus(page)).toHaveText('Saved');
  await api.post(`/api/v1/users/${person.id}/activate`);
  const theirs = await as(person);
  await openMember(theirs, 'disabled', person.id);
  await expect(box(theirs, boxes.users)).toBeChecked();
});

test('who administers users may change boxes, and none of their own upwards', async ({ api, as }) => {
  const person = await arrange(api, 'powers', 'Paul Powers', 'viewer');
  const other = await api.createPerson({ fullName: 'Petra Plain' });
  await api.post('/api/v1/organizations/powers/members', { user_id: other.id, role: 'viewer' });
  await api.put(`/api/v1/organizations/powers/members/${person.id}/privileges/users`, { granted: true });
  const page = await as(person);
  await openMember(page, 'powers', other.id);
  await box(page, boxes.tags).check();
  await expect(saveStatus(page)).toHaveText('Saved');
  await openMember(page, 'powers', person.id);
  await expect(box(page, boxes.tags)).toBeDisabled();
});

/** The status stands in the upper right corner of its region. */
async function expectUpperRight(page: Parameters<typeof saveStatus>[0]): Promise<void> {
  const region = await privileges(page).boundingBox();
  const status = await saveStatus(page).boundingBox();
  if (!region || !status) throw new Error('not on screen');
  expect(status.y + status.height / 2, 'in the upper part').toBeLessThan(region.y + region.height / 3);
  expect(status.x + status.width / 2, 'on the right').toBeGreaterThan(region.x + region.width / 2);
}
