// People out of a table, and lists into one: looked at line by line, all or nothing.

import { readFile } from 'node:fs/promises';
import { type Api, expect, expectAccessible, open, type Page, test } from './fluxward.ts';
import { list, rowOf } from './screens.ts';

async function place(api: Api, slug: string): Promise<void> {
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug });
  await api.post(`/api/v1/organizations/${slug}/workspaces`, { name: 'Design', slug: 'design' });
}

async function people(api: Api, slug: string): Promise<any[]> {
  return (await api.get(`/api/v1/organizations/${slug}/members?show_all=true`)).items;
}

function report(page: Page) {
  return page.getByRole('region', { name: /What (would be|was) done/ });
}

test('a file is chosen, looked at line by line, and imported', async ({ api, administrator, as }) => {
  await place(api, 'intake');
  const page = await as(administrator);
  await open(page, '/orgs/intake/members');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  const table = 'email,full_name,role,workspaces\nnia@intake.test,Nia Nord,viewer,design:approver\nzoe@intake.test,Zoe Zett,,\n';
  await page.getByLabel('File').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await expect(page.getByLabel('Table')).toHaveValue(table);
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  await page.getByLabel('Reason').fill('The new office');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(report(page)).toContainText('2 new accounts. Nothing has been done yet.');
  await expect(report(page).getByRole('listitem').first()).toContainText('approver in design');
  expect(await people(api, 'intake')).toHaveLength(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import 2 people' }).click();
  await expect(report(page)).toContainText('What was done');
  await expect(report(page)).toContainText('2 new accounts.');
  await expect(page.getByLabel('Link for nia@intake.test')).toHaveValue(/\/activate\//);
  await open(page, '/orgs/intake/members');
  await expect(rowOf(list(page, 'Members'), 'Nia Nord')).toContainText('Pending');
  await open(page, '/orgs/intake/activity');
  await expect(page.getByText('People imported')).toBeVisible();
  await expect(page.getByText('The new office').first()).toBeVisible();
});

test('wrong lines come first, nothing is offered until they are mended, and then nobody is missing', async ({ api, administrator, as }) => {
  await place(api, 'mended');
  const page = await as(administrator);
  await open(page, '/orgs/mended/members/import');
  await page.getByLabel('Table').fill('email,role\nada@mended.test,member\nbob@mended.test,king\n');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(report(page)).toContainText('1 wrong, 1 new account. Nothing is imported while a line is wrong.');
  const first = report(page).getByRole('listitem').first();
  await expect(first).toContainText('There is no role “king”.');
  await expect(first).toContainText('Line 3');
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByLabel('Table').fill('email,role\nada@mended.test,member\nbob@mended.test,viewer\n');
  await expect(report(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('button', { name: 'Import 2 people' }).click();
  await expect(report(page)).toContainText('What was done');
  await expect(report(page)).toContainText('2 new accounts.');
  expect(await people(api, 'mended')).toHaveLength(3);
});

test('a column that there is not is named beside the table', async ({ api, administrator, as, problems }) => {
  problems.allow(/422 .Unprocessable Entity/);
  await place(api, 'columns');
  const page = await as(administrator);
  await open(page, '/orgs/columns/members/import');
  await page.getByLabel('Table').fill('email,shoe size\nada@columns.test,39\n');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByLabel('Table')).toHaveAccessibleDescription(/There is no column “shoe size”/);
  await page.getByText('Columns', { exact: true }).click();
  await expect(page.getByRole('link', { name: 'Download a template' })).toHaveAttribute('href', '/people.csv');
  expect((await page.request.get('/people.csv')).headers()['content-type']).toContain('text/csv');
});

test('an Owner invites whom an administrator would create', async ({ api, as }) => {
  await place(api, 'owned');
  const owner = await api.createPerson({ fullName: 'Olga Owner' });
  await api.post('/api/v1/organizations/owned/members', { user_id: owner.id, role: 'owner' });
  const page = await as(owner);
  await open(page, '/orgs/owned/members/import');
  await page.getByLabel('Table').fill('email\nnia.nord@owned.test\n');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(report(page)).toContainText('Is invited as Member.');
  await page.getByRole('button', { name: 'Import 1 person' }).click();
  await expect(page.getByLabel('Link for nia.nord@owned.test')).toHaveValue(/\/invite\//);
});

test('whoever may not bring people in is told so', async ({ api, as, problems }) => {
  await place(api, 'closed');
  const viewer = await api.createPerson({ fullName: 'Vera Viewer' });
  await api.post('/api/v1/organizations/closed/members', { user_id: viewer.id, role: 'viewer' });
  problems.allow(/403|404/);
  const page = await as(viewer);
  await open(page, '/orgs/closed/members/import');
  await expect(page.getByRole('main')).toContainText('You may not bring people in here.');
});

test('what is on the screen is exported, with its filter, and comes back unchanged', async ({ api, administrator, as }) => {
  await place(api, 'taken');
  const lines = 'email,full_name,role\nada@taken.test,"\'=Ada, A",viewer\nbob@taken.test,Bob B,member\n';
  const page = await as(administrator);
  await open(page, '/orgs/taken/members/import');
  await page.getByLabel('Table').fill(lines);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('button', { name: 'Import 2 people' }).click();
  await expect(report(page)).toContainText('What was done');
  await open(page, '/orgs/taken/members?role=viewer');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^members-taken-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text.split('\r\n')[1]).toContain('ada@taken.test,"\'=Ada, A",');
  expect(text).not.toContain('bob@taken.test');
  await open(page, '/orgs/taken/members/import');
  await page.getByLabel('Table').fill(text);
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(report(page)).toContainText('1 unchanged. There is nothing to do.');
  await open(page, '/users?search=Bob&sort=-name');
  await expect(page.getByRole('link', { name: 'Export' })).toHaveAttribute('href', '/api/v1/users/export?search=Bob&sort=-name');
});

test('without scripts a pasted table is looked at and imported', async ({ api, administrator, as }) => {
  await place(api, 'plainin');
  const page = await as(administrator, { javaScriptEnabled: false });
  await page.goto('/orgs/plainin/members/import');
  await expect(page.getByLabel('File')).toBeHidden();
  await page.getByLabel('Table').fill('email,full_name\nnia@plainin.test,Nia Nord\n');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(report(page)).toContainText('1 new account. Nothing has been done yet.');
  await expect(page.getByLabel('Table')).toHaveValue(/nia@plainin.test,Nia Nord/);
  await page.getByRole('button', { name: 'Import 1 person' }).click();
  await expect(report(page)).toContainText('1 new account.');
  expect(await people(api, 'plainin')).toHaveLength(2);
});
