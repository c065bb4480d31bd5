// Workspaces, projects and teams: who holds what where, several roles each, and for how long.

import { type Api, expect, expectAccessible, open, type Page, type Person, test } from './fluxward.ts';
import { Gate } from './network.ts';
import { dialog, rowOf } from './screens.ts';

const scripts = { javaScriptEnabled: false } as const;

/** The REST interface of one organization. */
function at(slug: string): string {
  return `/api/v1/organizations/${slug}`;
}

/** An organization with these members: names and roles. */
async function arrange(api: Api, slug: string, members: Record<string, string> = {}): Promise<Person[]> {
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug });
  const people: Person[] = [];
  for (const [fullName, role] of Object.entries(members)) {
    const person = await api.createPerson({ fullName });
    await api.post(`${at(slug)}/members`, { user_id: person.id, role });
    people.push(person);
  }
  return people;
}

/** A place or a team of an organization. */
function create(api: Api, slug: string, kind: 'workspaces' | 'projects' | 'teams', name: string, more = {}): Promise<any> {
  return api.post(`${at(slug)}/${kind}`, { name, slug: name.toLowerCase(), ...more });
}

/** Whether somebody may do something somewhere. */
async function may(api: Api, person: Person, permission: string, scope: string): Promise<boolean> {
  const told = await api.get(`/api/v1/users/${person.id}/access?scope=${scope}&permission=${permission}`);
  return told.allowed;
}

function table(page: Page, name: 'Members' | 'Teams') {
  return page.getByRole('table', { name, exact: true });
}

/** Somebody's row in the list of a place or a team. */
function row(page: Page, name: string) {
  return rowOf(table(page, 'Members'), name);
}

/** The upper right corner says that it is saved. */
async function saved(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();
}

/** Finds somebody by the card of the page, and opens the form for them. */
async function find(page: Page, fullName: string) {
  await page.getByRole('link', { name: 'Add person' }).click();
  await page.getByRole('searchbox', { name: 'Name, e-mail or username' }).fill(fullName);
  await page.getByRole('link', { name: `Choose ${fullName}` }).click();
  return page.getByRole('form', { name: `Add ${fullName}` });
}

async function add(page: Page, fullName: string, role: string): Promise<void> {
  const form = await find(page, fullName);
  await form.getByLabel('Role', { exact: true }).selectOption(role);
  await form.getByRole('button', { name: `Add ${fullName}` }).click();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText(`${fullName} is added`);
}

test('a workspace begins, and a person holds several roles in it and another elsewhere', async ({ api, administrator, as }) => {
  const [rosa] = await arrange(api, 'several', { 'Rosa Roles': 'viewer' });
  const page = await as(administrator);
  await open(page, '/orgs/several/workspaces');
  await expect(page.getByText('No workspace and no project yet')).toBeVisible();
  for (const name of ['Design', 'Sound']) {
    await open(page, '/orgs/several/workspaces');
    await page.getByRole('link', { name: 'New workspace' }).click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  }
  await add(page, 'Rosa Roles', 'Requester');
  await open(page, '/orgs/several/workspaces/design/settings/members');
  await add(page, 'Rosa Roles', 'Requester');
  await row(page, 'Rosa Roles').getByRole('combobox').selectOption('Approver');
  await expect(row(page, 'Rosa Roles').getByRole('button', { name: 'Take Approver from Rosa Roles' })).toBeVisible();
  await saved(page);
  expect(await may(api, rosa!, 'changes.review', 'several/design')).toBe(true);
  expect(await may(api, rosa!, 'changes.review', 'several/sound')).toBe(false);
  expect(await may(api, rosa!, 'changes.submit', 'several/sound')).toBe(true);
  await open(page, `/orgs/several/members/${rosa!.id}`);
  const held = page.getByRole('region', { name: 'Workspaces, projects and teams' });
  await expect(held.getByRole('listitem').filter({ hasText: 'Design' })).toContainText(/Approver.*Requester/);
  await held.getByRole('link', { name: 'Sound' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sound');
});

test('a role is taken in the row, taken back, and a refusal goes back visibly', async ({ api, as, problems }) => {
  problems.allow(/status of 403/);
  const [owner, tara, lead] = await arrange(api, 'taking', { 'Otto Owner': 'owner', 'Tara Taken': 'member', 'Leo Lead': 'member' });
  await create(api, 'taking', 'workspaces', 'Design');
  const members = `${at('taking')}/workspaces/design/members`;
  for (const role of ['approver', 'requester']) await api.put(`${members}/${tara!.id}/roles/${role}`);
  await api.put(`${members}/${lead!.id}/roles/team_admin`);
  expect(owner).toBeTruthy();
  const page = await as(lead!);
  await open(page, '/orgs/taking/workspaces/design');
  const take = row(page, 'Tara Taken').getByRole('button', { name: 'Take Approver from Tara Taken' });
  const gate = await Gate.before(page, '/_fn/grants/revoke');
  await take.click();
  await expect(take).toHaveCount(0);
  expect(await may(api, tara!, 'changes.review', 'taking/design')).toBe(true);
  await gate.pass();
  await saved(page);
  expect(await may(api, tara!, 'changes.review', 'taking/design')).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(take).toBeVisible();
  await expect.poll(() => may(api, tara!, 'changes.review', 'taking/design')).toBe(true);
  await row(page, 'Tara Taken').getByRole('button', { name: 'Take Requester from Tara Taken' }).click();
  await expect.poll(() => gate.waiting).toBe(1);
  await api.delete(`${members}/${lead!.id}/roles/team_admin`);
  await gate.pass();
  await expect(page.getByRole('status').filter({ hasText: 'Not saved' })).toBeVisible();
  expect(await may(api, tara!, 'changes.submit', 'taking/design')).toBe(true);
});

test('before a role is given at a place the form says what the person gains', async ({ api, administrator, as }) => {
  const [gina] = await arrange(api, 'foreseen', { 'Gina Gains': 'viewer' });
  await create(api, 'foreseen', 'workspaces', 'Design');
  const page = await as(administrator);
  await open(page, '/orgs/foreseen/workspaces/design');
  const form = await find(page, 'Gina Gains');
  const gains = (text: string) => form.getByRole('listitem').filter({ hasText: text });
  await expect(gains('submit changes')).toContainText('foreseen/design');
  await expect(gains('review, approve and reject changes')).toHaveCount(0);
  await form.getByLabel('Role', { exact: true }).selectOption('Approver');
  await expect(form.getByText('Can then also')).toContainText('(5)');
  await form.getByText('Can then also').click();
  await expect(gains('review, approve and reject changes')).toContainText('foreseen/design');
  await expectAccessible(page);
  expect(await may(api, gina!, 'changes.submit', 'foreseen/design')).toBe(false);
  const plain = await as(administrator, scripts);
  await plain.goto(`/orgs/foreseen/workspaces/design?add=person&find=Gina&person=${gina!.id}`);
  await expect(plain.getByRole('form', { name: 'Add Gina Gains' })).toContainText('submit changes');
});

test('a Team Admin hands out roles in that very workspace, and nowhere else', async ({ api, as }) => {
  const [lead] = await arrange(api, 'very', { 'Lena Lead': 'member', 'Mio Member': 'member' });
  for (const name of ['Design', 'Sound']) await create(api, 'very', 'workspaces', name);
  await api.put(`${at('very')}/workspaces/design/members/${lead!.id}/roles/team_admin`);
  const page = await as(lead!);
  await open(page, '/orgs/very/workspaces/sound');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sound');
  await expect(page.getByRole('link', { name: 'Add person' })).toHaveCount(0);
  await open(page, '/orgs/very/workspaces/design');
  await add(page, 'Mio Member', 'Approver');
  await expect(row(page, 'Mio Member')).toContainText('Approver');
});

test('a role that is not there any more is refused, and the error says so', async ({ api, administrator, as, problems }) => {
  problems.allow(/status of 404/);
  await arrange(api, 'ghost', { 'Gus Ghost': 'member' });
  await create(api, 'ghost', 'workspaces', 'Design');
  const page = await as(administrator);
  await open(page, '/orgs/ghost/workspaces/design');
  const form = await find(page, 'Gus Ghost');
  const role = form.getByLabel('Role', { exact: true });
  await role.evaluate((select: HTMLSelectElement) => {
    for (const option of select.options) option.value = 'vanished';
  });
  await form.getByRole('button', { name: 'Add Gus Ghost' }).click();
  await expect(role).toHaveAccessibleDescription(/must exist before it can be assigned/);
});

test('a project’s member sees the project, others of the organization do not', async ({ api, as, problems }) => {
  problems.allow(/status of 403/);
  const [admin, paula, nora] = await arrange(api, 'apart', { 'Alma Admin': 'admin', 'Paula Project': 'member', 'Nora Nowhere': 'member' });
  const page = await as(admin!);
  await open(page, '/orgs/apart/workspaces');
  await page.getByRole('link', { name: 'New project' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Website');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Website');
  const theirs = await as(nora!);
  await open(theirs, '/orgs/apart/projects/website');
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('You may not do this');
  await open(theirs, '/orgs/apart/workspaces');
  await expect(theirs.getByText('Website')).toHaveCount(0);
  const hers = await as(paula!);
  await open(hers, '/orgs/apart/workspaces');
  await expect(hers.getByRole('link', { name: 'Website' })).toHaveCount(0);
  await add(page, 'Paula Project', 'Reader');
  await hers.getByRole('link', { name: 'Website' }).click();
  await expect(hers.getByRole('heading', { level: 1 })).toHaveText('Website');
  await expect(hers.getByRole('link', { name: 'Add person' })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Role of Paula Project' }).selectOption('Contributor');
  await saved(page);
  expect(await may(api, paula!, 'work.edit', 'apart/website')).toBe(true);
  await page.getByRole('button', { name: 'Take Paula Project out' }).click();
  await expect(hers.getByRole('heading', { level: 1 })).toHaveText('You may not do this');
  expect(await may(api, paula!, 'work.view', 'apart/website')).toBe(false);
});

test('a project moves to another workspace, and no right moves along', async ({ api, administrator, as }) => {
  const [lead] = await arrange(api, 'moving', { 'Lola Lead': 'member' });
  for (const name of ['Design', 'Sound']) await create(api, 'moving', 'workspaces', name);
  await api.put(`${at('moving')}/workspaces/sound/members/${lead!.id}/roles/team_admin`);
  await create(api, 'moving', 'projects', 'Website', { workspace: 'design' });
  const page = await as(administrator);
  await open(page, '/orgs/moving/projects/website');
  const card = page.getByRole('region', { name: 'Settings' });
  await expect(card).toContainText('No right moves along');
  await card.getByLabel('Workspace').selectOption('Sound');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Settings saved');
  await expect(page.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText('Sound');
  expect((await api.get(`${at('moving')}/projects/website`)).workspace).toBe('sound');
  expect(await may(api, lead!, 'projects.view', 'moving/website')).toBe(false);
});

test('a workspace is renamed, lets Team Admins override, and is deleted after its name was typed', async ({ api, administrator, as }) => {
  await arrange(api, 'ending');
  await create(api, 'ending', 'workspaces', 'Design');
  await create(api, 'ending', 'projects', 'Website', { workspace: 'design' });
  const page = await as(administrator);
  await open(page, '/orgs/ending/workspaces/design');
  const card = page.getByRole('region', { name: 'Settings' });
  await card.getByLabel('Name', { exact: true }).fill('Drawing');
  await card.getByLabel('Slug', { exact: true }).fill('drawing');
  await card.getByLabel('Team Admins may override approvals').check();
  await card.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL('**/orgs/ending/workspaces/drawing');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Drawing');
  expect((await api.get(`${at('ending')}/workspaces/drawing`)).overriding).toBe(true);
  const end = page.getByRole('region', { name: 'Delete this workspace' });
  await expect(end).toContainText('Move or delete what hangs in it first');
  await api.delete(`${at('ending')}/projects/website`);
  await end.getByRole('button', { name: 'Delete workspace' }).click();
  const asking = dialog(page, 'Delete Drawing?');
  await expect(asking.getByRole('button', { name: 'Delete workspace' })).toBeDisabled();
  await asking.getByLabel('Type Drawing to confirm').fill('Drawing');
  await asking.getByRole('button', { name: 'Delete workspace' }).click();
  await page.waitForURL('**/orgs/ending/workspaces');
  await expect(page.getByText('No workspace and no project yet')).toBeVisible();
});

test('a team gives its roles to whoever joins it, until a moment that was chosen', async ({ api, administrator, as }) => {
  const [timo] = await arrange(api, 'crewed', { 'Timo Team': 'viewer' });
  await create(api, 'crewed', 'workspaces', 'Design');
  const page = await as(administrator);
  await open(page, '/orgs/crewed/teams');
  await page.getByRole('link', { name: 'New team' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Crew');
  await page.getByRole('button', { name: 'Create team' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Crew');
  await page.getByRole('link', { name: 'Add role' }).click();
  const giving = page.getByRole('region', { name: 'Add role' });
  await giving.getByLabel('Where').selectOption('Design');
  await giving.getByLabel('Role', { exact: true }).selectOption('Approver');
  await giving.getByRole('button', { name: 'Add role' }).click();
  const roles = page.getByRole('region', { name: 'Roles that the team holds' });
  await expect(roles).toContainText('Approver');
  const form = await find(page, 'Timo Team');
  await form.getByLabel('Ends').fill('2099-12-01T09:00');
  await form.getByRole('button', { name: 'Add Timo Team' }).click();
  await expect(row(page, 'Timo Team')).toContainText('2099');
  expect(await may(api, timo!, 'changes.review', 'crewed/design')).toBe(true);
  const people = await api.get(`${at('crewed')}/teams/crew/members`);
  expect(people.items[0].expires_at).toBe('2099-12-01T08:00:00Z');
  await open(page, '/orgs/crewed/workspaces/design');
  await expect(row(page, 'Timo Team')).toContainText(/Approver by team Crew/);
  await expect(rowOf(table(page, 'Teams'), 'Crew')).toContainText('Approver');
  await open(page, `/orgs/crewed/members/${timo!.id}`);
  await page.getByRole('region', { name: 'Workspaces, projects and teams' }).getByRole('link', { name: 'Crew' }).first().click();
  await page.getByRole('button', { name: 'Take Timo Team out' }).click();
  await saved(page);
  expect(await may(api, timo!, 'changes.review', 'crewed/design')).toBe(false);
});

test('deleting a team says first who loses what', async ({ api, administrator, as }) => {
  const [lara] = await arrange(api, 'disbanded', { 'Lara Loses': 'viewer', 'Gus Gains': 'viewer' });
  await create(api, 'disbanded', 'workspaces', 'Design');
  await create(api, 'disbanded', 'teams', 'Crew');
  await api.put(`${at('disbanded')}/teams/crew/members/${lara!.id}`);
  const page = await as(administrator);
  await open(page, '/orgs/disbanded/teams/crew?add=role');
  const giving = page.getByRole('region', { name: 'Add role' });
  await giving.getByLabel('Role', { exact: true }).selectOption('Approver');
  await expect(giving.getByText('Gains')).toContainText('of 1 person');
  await giving.getByRole('button', { name: 'Add role' }).click();
  await expect(page.getByRole('region', { name: 'Roles that the team holds' })).toContainText('Approver');
  const form = await find(page, 'Gus Gains');
  await expect(form.getByText('Can then also')).toContainText('(5)');
  await open(page, '/orgs/disbanded/teams/crew');
  await page.getByRole('button', { name: 'Delete team' }).click();
  const asking = dialog(page, 'Delete Crew?');
  await asking.getByText('Losses').click();
  const loses = asking.getByRole('listitem').filter({ hasText: 'review, approve and reject changes' });
  await expect(loses).toContainText(/Lara Loses.*disbanded\/design/);
  await expect(asking).not.toContainText('Gus Gains');
  await expectAccessible(page);
  expect(await may(api, lara!, 'changes.review', 'disbanded/design')).toBe(true);
  await asking.getByLabel('Type Crew to confirm').fill('Crew');
  await asking.getByRole('button', { name: 'Delete team' }).click();
  await page.waitForURL('**/orgs/disbanded/teams');
  expect(await may(api, lara!, 'changes.review', 'disbanded/design')).toBe(false);
});

test('a role ends at the moment that was chosen with it', async ({ api, administrator, as, problems }) => {
  problems.allow(/status of 422/);
  const [eva] = await arrange(api, 'until', { 'Eva Ends': 'member' });
  await create(api, 'until', 'workspaces', 'Design');
  const page = await as(administrator);
  await open(page, '/orgs/until/workspaces/design');
  const form = await find(page, 'Eva Ends');
  await form.getByLabel('Role', { exact: true }).selectOption('Approver');
  await form.getByLabel('Ends').fill('2001-01-01T09:00');
  await form.getByRole('button', { name: 'Add Eva Ends' }).click();
  await expect(form.getByLabel('Ends')).toHaveAccessibleDescription(/has passed/);
  await form.getByLabel('Ends').fill('2099-12-01T09:00');
  await form.getByRole('button', { name: 'Add Eva Ends' }).click();
  await expect(row(page, 'Eva Ends')).toContainText('2099');
  const people = await api.get(`${at('until')}/workspaces/design/members`);
  expect(people.items[0]).toMatchObject({ user: { id: eva!.id }, roles: [{ role: 'approver', expires_at: '2099-12-01T08:00:00Z' }] });
});

test('without scripts somebody is added to a workspace, given another role, and loses one', async ({ api, administrator, as }) => {
  const [nils] = await arrange(api, 'plainly', { 'Nils Noscript': 'member' });
  await create(api, 'plainly', 'workspaces', 'Design');
  const page = await as(administrator, scripts);
  await page.goto('/orgs/plainly/workspaces/design');
  await page.getByRole('link', { name: 'Add person' }).click();
  await page.getByRole('searchbox', { name: 'Name, e-mail or username' }).fill('Nils');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('link', { name: 'Choose Nils Noscript' }).click();
  const form = page.getByRole('form', { name: 'Add Nils Noscript' });
  await form.getByLabel('Role', { exact: true }).selectOption('Requester');
  await form.getByRole('button', { name: 'Add Nils Noscript' }).click();
  await expect(row(page, 'Nils Noscript')).toContainText('Requester');
  await row(page, 'Nils Noscript').getByRole('combobox').selectOption('Approver');
  await row(page, 'Nils Noscript').getByRole('button', { name: 'Give' }).click();
  await row(page, 'Nils Noscript').getByRole('button', { name: 'Take Requester from Nils Noscript' }).click();
  await expect(row(page, 'Nils Noscript').getByRole('button', { name: /^Take/ })).toHaveCount(1);
  const people = await api.get(`${at('plainly')}/workspaces/design/members`);
  expect(people.items[0].roles.map((role: any) => role.role)).toEqual(['approver']);
  expect(people.items[0].user.id).toBe(nils!.id);
});

test('axe finds nothing on the pages of workspaces, projects and teams', async ({ api, administrator, as }) => {
  const [anna] = await arrange(api, 'axe', { 'Anna Axe': 'member' });
  await create(api, 'axe', 'workspaces', 'Design');
  await create(api, 'axe', 'projects', 'Website', { workspace: 'design' });
  await create(api, 'axe', 'teams', 'Crew');
  await api.put(`${at('axe')}/workspaces/design/teams/crew/roles/approver`);
  await api.put(`${at('axe')}/teams/crew/members/${anna!.id}`);
  await api.put(`${at('axe')}/projects/website/members/${anna!.id}`, { role: 'manager' });
  const page = await as(administrator);
  const paths = ['workspaces', 'workspaces?new=workspace', 'workspaces?new=project', 'workspaces/design', 'workspaces/design?add=person&find=Anna', `workspaces/design?add=person&find=Anna&person=${anna!.id}`, 'workspaces/design?add=team', 'projects/website', 'teams', 'teams?new=true', 'teams/crew', 'teams/crew?add=role', `members/${anna!.id}`];
  for (const path of paths) {
    await open(page, `/orgs/axe/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expectAccessible(page);
  }
});
