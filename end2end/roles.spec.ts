// Roles of one's own, access that explains itself, and plans.

import { type Api, expect, expectAccessible, hydrated, open, type Page, type Person, test } from './fluxward.ts';
import { dialog } from './screens.ts';

interface Scene {
  base: string;
  owner: Person;
  vera: Person;
}

/** An organization with its Owner, a Viewer, a workspace and a project. */
async function arrange(api: Api, slug: string): Promise<Scene> {
  const base = `/api/v1/organizations/${slug}`;
  const owner = await api.createPerson({ fullName: `Olga Owner ${slug}` });
  const vera = await api.createPerson({ fullName: `Vera Viewer ${slug}` });
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug, owner: owner.id });
  await api.post(`${base}/members`, { user_id: vera.id, role: 'viewer' });
  await api.post(`${base}/workspaces`, { name: 'Design', slug: 'design' });
  await api.post(`${base}/projects`, { name: 'Website', slug: 'website', workspace: 'design' });
  return { base, owner, vera };
}

/** Whether somebody may do something, as the REST interface says. */
async function may(api: Api, person: Person, permission: string, scope: string): Promise<boolean> {
  return (await api.get(`/api/v1/users/${person.id}/access?scope=${scope}&permission=${permission}`)).allowed;
}

/** The line of one permission on an access page. */
function line(page: Page, permission: string) {
  return page.getByRole('region', { name: 'Permissions' }).getByRole('listitem').filter({ hasText: permission }).first();
}

test('a role is made of the catalogue, given, seen with who holds it, changed after a review, and replaced', async ({ api, as }) => {
  const { base, owner, vera } = await arrange(api, 'rolewind');
  const page = await as(owner);
  await open(page, '/orgs/rolewind/roles');
  await expect(page.getByRole('region', { name: 'Workspace roles' })).toContainText('Team Admin');
  await page.getByRole('link', { name: 'New role' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Log reader');
  await page.getByRole('checkbox', { name: 'See the activity log' }).check();
  await page.getByRole('checkbox', { name: 'Export the activity log' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create role' }).click();
  await page.waitForURL('**/orgs/rolewind/roles/log-reader');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log reader');
  await expect(page.getByRole('region', { name: 'Who holds it' })).toContainText('Nobody yet');

  await api.put(`${base}/members/${vera.id}/roles/log-reader`, {});
  await open(page, '/orgs/rolewind/roles/log-reader');
  await expect(page.getByRole('region', { name: 'Who holds it' })).toContainText(vera.fullName);
  await page.getByRole('checkbox', { name: 'Export the activity log' }).uncheck();
  await page.getByRole('button', { name: 'Review' }).click();
  const review = page.getByRole('region', { name: 'Review' });
  await expect(review).toContainText('The role permits no longer');
  await expect(review).toContainText('Losses');
  await expect(review.getByRole('listitem').filter({ hasText: vera.fullName })).toContainText('export the activity log');
  await expect(review.getByRole('listitem').filter({ hasText: vera.fullName })).toContainText('rolewind/design');
  expect(await may(api, vera, 'activity.export', 'rolewind')).toBe(true);
  await expectAccessible(page);
  await review.getByLabel('Reason').fill('Nobody exports');
  await review.getByRole('button', { name: 'Save role' }).click();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Role saved');
  await expect(page.getByRole('checkbox', { name: 'Export the activity log' })).not.toBeChecked();
  expect(await may(api, vera, 'activity.export', 'rolewind')).toBe(false);

  await api.post(`${base}/roles`, { key: 'watcher', name: 'Watcher', scope: 'organization', permissions: ['reports.view'] });
  await open(page, '/orgs/rolewind/roles/log-reader');
  await page.getByRole('button', { name: 'Delete role' }).click();
  const asking = dialog(page, 'Delete the role Log reader?');
  await expect(asking.getByLabel('Takes its place')).toHaveValue('watcher');
  await expect(asking).toContainText('see the activity log');
  await expectAccessible(page);
  await asking.getByRole('button', { name: 'Delete role' }).click();
  await page.waitForURL('**/orgs/rolewind/roles');
  await expect(page.getByRole('region', { name: 'Organization roles' })).toContainText('Watcher');
  await expect(page.getByRole('region', { name: 'Organization roles' })).not.toContainText('Log reader');
  expect(await may(api, vera, 'activity.view', 'rolewind')).toBe(false);
});

test('two roles stand side by side, and where they differ is said', async ({ api, as }) => {
  const { owner } = await arrange(api, 'comparewind');
  const page = await as(owner);
  await open(page, '/orgs/comparewind/roles/compare?left=approver&right=requester');
  const table = page.getByRole('region', { name: 'Comparison' }).getByRole('table');
  await expect(page.getByText('They differ in 1 permission.')).toBeVisible();
  await expect(table.getByRole('row').filter({ hasText: 'differs' })).toContainText('changes.review');
  await page.getByRole('combobox', { name: 'The other role' }).selectOption('team_admin');
  await expect(page).toHaveURL(/right=team_admin/);
  await expect(table.getByRole('row').filter({ hasText: 'teams.manage' }).getByRole('cell')).toHaveText([/no/, /yes/]);
  await expectAccessible(page);
});

test('a built-in role is not changed but duplicated', async ({ api, as }) => {
  const { owner } = await arrange(api, 'copywind');
  const page = await as(owner);
  await open(page, '/orgs/copywind/roles/approver');
  await expect(page.getByRole('region', { name: 'What it permits' })).toContainText('Duplicate it as a role of your own');
  await page.getByRole('link', { name: 'Duplicate' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Copy of Approver');
  await expect(page.getByLabel('Kind of place')).toHaveValue('workspace');
  await expect(page.getByRole('checkbox', { name: 'Review, approve and reject changes' })).toBeChecked();
  await page.getByRole('button', { name: 'Create role' }).click();
  await page.waitForURL('**/orgs/copywind/roles/copy-of-approver');
  expect((await api.get('/api/v1/organizations/copywind/roles/copy-of-approver')).permissions).toContain('changes.review');
});

test('what somebody may not give is greyed out and says why', async ({ api, as }) => {
  const { base, vera } = await arrange(api, 'greywind');
  await api.post(`${base}/roles`, { key: 'keeper', name: 'Keeper', scope: 'organization', permissions: ['roles.manage', 'users.view'] });
  await api.put(`${base}/members/${vera.id}/roles/keeper`, {});
  const page = await as(vera);
  await open(page, '/orgs/greywind/roles/new');
  const users = page.getByRole('checkbox', { name: 'See the people of the organization' });
  const billing = page.getByRole('checkbox', { name: 'Change the plan and the number of seats' });
  await expect(users).toBeEnabled();
  await expect(billing).toBeDisabled();
  await expect(billing).toHaveAccessibleDescription(/cannot give more than your own role allows/);
  await page.getByLabel('Kind of place').selectOption('Project role');
  await expect(users).toBeDisabled();
});

test('what each of the four roles may do stands on the page of access, permission by permission', async ({ api, as }) => {
  const { base, owner, vera } = await arrange(api, 'fourwind');
  const admin = await api.createPerson({ fullName: 'Arne Admin' });
  const member = await api.createPerson({ fullName: 'Mara Member' });
  await api.post(`${base}/members`, { user_id: admin.id, role: 'admin' });
  await api.post(`${base}/members`, { user_id: member.id, role: 'member' });
  await api.put(`${base}/members/${member.id}/privileges/assets`, { granted: false });
  const page = await as(owner);
  const allowed = async (person: Person): Promise<string[]> => {
    await open(page, `/orgs/fourwind/members/${person.id}/access`);
    const lines = page.getByRole('region', { name: 'Permissions' }).getByText(/^Allowed · /);
    return (await lines.allTextContents()).map((text) => text.replace('Allowed · ', ''));
  };
  const all = await allowed(owner);
  expect(all).toEqual(expect.arrayContaining(['billing.manage', 'organization.delete', 'users.manage']));
  const without = ['billing.manage', 'organization.delete'];
  expect(await allowed(admin)).toEqual(all.filter((permission) => !without.includes(permission)));
  const viewing = ['organization.view', 'assets.preview', 'licences.view', 'features.view', 'reports.view'];
  expect((await allowed(vera)).sort()).toEqual([...viewing].sort());
  expect((await allowed(member)).sort()).toEqual([...viewing, 'users.view', 'assets.create', 'licences.create'].sort());
});

test('a role of single permissions gives exactly those: assigning assets and licences, say', async ({ api, as }) => {
  const { base, owner, vera } = await arrange(api, 'finewind');
  const page = await as(owner);
  await open(page, '/orgs/finewind/roles/new');
  await page.getByLabel('Name', { exact: true }).fill('Dispatcher');
  await page.getByRole('checkbox', { name: 'Assign assets to people' }).check();
  await page.getByRole('checkbox', { name: 'Assign licences to people' }).check();
  await page.getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dispatcher');
  await api.put(`${base}/members/${vera.id}/roles/dispatcher`, {});
  for (const permission of ['assets.assign', 'licences.assign']) expect(await may(api, vera, permission, 'finewind')).toBe(true);
  for (const permission of ['assets.edit', 'licences.edit']) expect(await may(api, vera, permission, 'finewind')).toBe(false);
});

test('a platform administrator assigns roles where they do not belong to, whatever the plan', async ({ api, administrator, as }) => {
  const { base, vera } = await arrange(api, 'alwayswind');
  await api.patch(base, { plan: 'starter' });
  const page = await as(administrator);
  await open(page, `/orgs/alwayswind/members/${vera.id}`);
  await page.getByRole('combobox', { name: `Role of ${vera.fullName}` }).selectOption('Owner');
  const asking = dialog(page, `Make ${vera.fullName} an Owner?`);
  await expect(asking.getByText('Can then also')).toBeVisible();
  await asking.getByRole('button', { name: 'Change role' }).click();
  await expect.poll(() => may(api, vera, 'billing.manage', 'alwayswind')).toBe(true);
  await api.put(`${base}/workspaces/design/members/${vera.id}/roles/approver`, {});
  const held = await api.get(`${base}/workspaces/design/members`);
  expect(held.items[0].roles[0].role).toBe('approver');
});

test('without scripts a role is made, and a mistake keeps what was ticked', async ({ api, as }) => {
  const { owner } = await arrange(api, 'plainwind');
  const page = await as(owner, { javaScriptEnabled: false });
  await page.goto('/orgs/plainwind/roles/new');
  await page.getByLabel('Name', { exact: true }).fill('Plain reader');
  await page.getByRole('textbox', { name: /^Key/ }).fill('Not a key');
  await page.getByLabel('Kind of place').selectOption('Workspace role');
  await page.getByRole('checkbox', { name: 'See reports and dashboards' }).check();
  await page.getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByRole('textbox', { name: /^Key/ })).toHaveAccessibleDescription(/lower-case letters/);
  await expect(page.getByLabel('Kind of place')).toHaveValue('workspace');
  await expect(page.getByRole('checkbox', { name: 'See reports and dashboards' })).toBeChecked();
  await page.getByRole('textbox', { name: /^Key/ }).fill('');
  await page.getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Plain reader');
  await page.getByRole('checkbox', { name: 'See analytics and metrics' }).check();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('region', { name: 'Review' })).toContainText('Nobody holds it');
  await page.getByRole('button', { name: 'Save role' }).click();
  await expect(page.getByRole('checkbox', { name: 'See analytics and metrics' })).toBeChecked();
  const role = await api.get('/api/v1/organizations/plainwind/roles/plain-reader');
  expect(role).toMatchObject({ scope: 'workspace', permissions: ['metrics.view', 'reports.view'] });
});

test('every permission says why, and what would allow it is looked at and made', async ({ api, as }) => {
  const { base, owner, vera } = await arrange(api, 'whywind');
  await api.post(`${base}/teams`, { name: 'Crew', slug: 'crew' });
  await api.put(`${base}/workspaces/design/teams/crew/roles/approver`, {});
  await api.put(`${base}/teams/crew/members/${vera.id}`, {});
  const page = await as(owner);
  await open(page, `/orgs/whywind/members/${vera.id}`);
  await page.getByRole('link', { name: 'What they may do, and why' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`What ${vera.fullName} may do, and why`);

  await page.getByRole('combobox', { name: 'Place' }).selectOption({ label: 'The whywind: workspace Design' });
  await expect(line(page, 'changes.review')).toContainText('Allowed');
  await line(page, 'changes.review').getByRole('link', { name: /^Why\?/ }).click();
  await expect(line(page, 'changes.review')).toContainText('“Approver” in whywind/design through the team “Crew”.');

  await page.getByRole('combobox', { name: 'Place' }).selectOption({ label: 'The whywind' });
  const tags = line(page, 'tags.manage');
  await expect(tags).toContainText('Not allowed');
  await tags.getByRole('link', { name: /^Why\?/ }).click();
  await expect(tags).toContainText('No role and no privilege that reaches here lets them manage tags');
  await tags.getByRole('link', { name: /^Look at it.*Tick “Administer tags”/ }).click();
  await expect(tags).toContainText('Can then also');
  await expect(tags.getByRole('listitem').filter({ hasText: 'whywind/design' }).first()).toContainText('manage tags');
  expect(await may(api, vera, 'tags.manage', 'whywind')).toBe(false);
  await expectAccessible(page);
  await tags.getByLabel('Reason').fill('Sorts everything');
  await tags.getByRole('button', { name: 'Make this change' }).click();
  await expect(tags).toContainText('Allowed by:');
  await expect(tags).toContainText('“Administer tags” in whywind.');
  expect(await may(api, vera, 'tags.manage', 'whywind')).toBe(true);
  const log = await api.get('/api/v1/activity?organization=whywind&action=member.privilege_granted');
  expect(log.items[0].reason).toBe('Sorts everything');
});

test('one sees what one may do oneself, and that one cannot give it to oneself', async ({ api, as }) => {
  const { vera } = await arrange(api, 'selfwind');
  const page = await as(vera);
  await open(page, '/account');
  await page.getByRole('link', { name: 'What may I do, and why?' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What you may do, and why');
  await line(page, 'assets.preview').getByRole('link', { name: /^Why\?/ }).click();
  await expect(line(page, 'assets.preview')).toContainText('Viewer of the organization.');
  const tags = line(page, 'tags.manage');
  await tags.getByRole('link', { name: /^Why\?/ }).click();
  await tags.getByRole('link', { name: /^Look at it.*Tick “Administer tags”/ }).click();
  await expect(tags).toContainText('You cannot make this change yourself');
  await expect(tags.getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
});

test('without scripts access explains itself, and what would allow it is made', async ({ api, as }) => {
  const { owner, vera } = await arrange(api, 'plainwhy');
  const page = await as(owner, { javaScriptEnabled: false });
  await page.goto(`/orgs/plainwhy/members/${vera.id}/access`);
  await line(page, 'tags.manage').getByRole('link', { name: /^Why\?/ }).click();
  await line(page, 'tags.manage').getByRole('link', { name: /^Look at it.*Tick “Administer tags”/ }).click();
  await expect(line(page, 'tags.manage')).toContainText('Can then also');
  await line(page, 'tags.manage').getByRole('button', { name: 'Make this change' }).click();
  await expect(line(page, 'tags.manage')).toContainText('Allowed by:');
  expect(await may(api, vera, 'tags.manage', 'plainwhy')).toBe(true);
});

test('a change of role, and a removal, show what is gained and lost before', async ({ api, as }) => {
  const { owner, vera } = await arrange(api, 'lossywind');
  const page = await as(owner);
  await open(page, `/orgs/lossywind/members/${vera.id}`);
  await page.getByRole('combobox', { name: `Role of ${vera.fullName}` }).selectOption('Admin');
  const asking = dialog(page, `Make ${vera.fullName} an Admin?`);
  await expect(asking.getByText('Can then also')).toBeVisible();
  await asking.getByText('Can then also').click();
  await expect(asking.getByRole('listitem').filter({ hasText: 'change the work of the project' })).toContainText('lossywind/website');
  await expectAccessible(page);
  await asking.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Remove member' }).click();
  const removing = dialog(page, `Remove ${vera.fullName}?`);
  await removing.getByText('Can no longer').click();
  await expect(removing.getByRole('listitem').filter({ hasText: 'preview every asset' })).toContainText('lossywind');
  await removing.getByRole('button', { name: 'Cancel' }).click();
  expect(await may(api, vera, 'assets.preview', 'lossywind')).toBe(true);
});

test('a plan is lowered after a look at what it switches off, and raised again with nothing lost', async ({ api, as }) => {
  const { base, owner, vera } = await arrange(api, 'planwind');
  await api.put(`${base}/workspaces/design/members/${vera.id}/roles/approver`, {});
  const page = await as(owner);
  await open(page, '/orgs/planwind/settings');
  const plan = page.getByRole('region', { name: 'Plan', exact: true });
  await expect(plan).toContainText('2 taken, of any number');
  await plan.getByRole('link', { name: 'Choose Starter' }).click();
  await expect(plan).toContainText('Switches off:');
  await expect(plan).toContainText('Losses');
  await expectAccessible(page);
  expect(await may(api, vera, 'changes.review', 'planwind/design')).toBe(true);
  await plan.getByRole('button', { name: 'Choose Starter' }).click();
  await expect(plan).toContainText('2 taken, of 10');
  expect(await may(api, vera, 'changes.review', 'planwind/design')).toBe(false);

  await open(page, `/orgs/planwind/members/${vera.id}/access?scope=planwind/design&why=changes.review`);
  await expect(line(page, 'changes.review')).toContainText('plan does not include “changes”');
  await open(page, '/orgs/planwind/roles');
  await expect(page.getByText('The plan “Starter” does not include')).toBeVisible();

  await open(page, '/orgs/planwind/settings?plan=enterprise');
  await plan.getByRole('button', { name: 'Choose Enterprise' }).click();
  await expect(plan).toContainText('2 taken, of any number');
  expect(await may(api, vera, 'changes.review', 'planwind/design')).toBe(true);
});

test('a platform administrator says what a plan includes', async ({ api, administrator, as }) => {
  const before = (await api.get('/api/v1/plans')).items.find((plan: { key: string }) => plan.key === 'team');
  const page = await as(administrator);
  await open(page, '/settings');
  const form = page.getByRole('form', { name: 'The plan Team' });
  await form.getByLabel('Seats').fill('40');
  await form.getByRole('button', { name: 'Review Team' }).click();
  const review = page.getByRole('region', { name: 'Review of the plan Team' });
  await expect(review).toContainText('Includes 40 seats from now on');
  await expect(review).toContainText('Nobody gains or loses anything');
  // The review is a page of its own: before it answers to clicks, saving loads another one.
  await hydrated(page);
  await review.getByRole('button', { name: 'Save Team' }).click();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('The plan Team is saved');
  await expectAccessible(page);
  const after = (await api.get('/api/v1/plans')).items.find((plan: { key: string }) => plan.key === 'team');
  expect(after).toMatchObject({ seats: 40, modules: before.modules });
  await api.patch('/api/v1/plans/team', { seats: before.seats });
});

test('a changed plan says first who loses what', async ({ api, administrator, as }) => {
  const { base, vera } = await arrange(api, 'planwaning');
  await api.patch(base, { plan: 'team' });
  const before = (await api.get('/api/v1/plans')).items.find((plan: { key: string }) => plan.key === 'team');
  const page = await as(administrator);
  await open(page, '/settings');
  const form = page.getByRole('form', { name: 'The plan Team' });
  const review = page.getByRole('region', { name: 'Review of the plan Team' });
  await form.getByRole('checkbox', { name: 'reports' }).uncheck();
  await form.getByRole('button', { name: 'Review Team' }).click();
  await expect(review).toContainText('Includes no longer: reports.');
  const loses = review.getByRole('listitem').filter({ hasText: vera.fullName });
  await expect(loses).toContainText(/see reports and dashboards.*planwaning/);
  await expectAccessible(page);
  expect(await may(api, vera, 'reports.view', 'planwaning')).toBe(true);
  await review.getByRole('link', { name: 'Back' }).click();
  await expect(form.getByRole('checkbox', { name: 'reports' })).not.toBeChecked();

  const plain = await as(administrator, { javaScriptEnabled: false });
  await plain.goto(page.url());
  await plain.getByRole('button', { name: 'Review Team' }).click();
  await expect(plain.getByRole('region', { name: 'Review of the plan Team' })).toContainText(vera.fullName);
  await plain.getByRole('button', { name: 'Save Team' }).click();
  await expect(plain.getByRole('form', { name: 'The plan Team' }).getByRole('checkbox', { name: 'reports' })).not.toBeChecked();
  expect(await may(api, vera, 'reports.view', 'planwaning')).toBe(false);
  await api.patch('/api/v1/plans/team', { modules: before.modules });
  expect(await may(api, vera, 'reports.view', 'planwaning')).toBe(true);
});
