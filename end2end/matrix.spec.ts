// The access matrix: people × permissions at a place, filtered, explained and exported.

import { readFile } from 'node:fs/promises';
import { type Api, expect, expectAccessible, open, type Page, type Person, test } from './fluxward.ts';

/** The browser's own line about what the server refuses, as it should. */
const refused = /the server responded with a status of 4/;

interface Scene {
  owner: Person;
  vera: Person;
}

/** An organization with its Owner and a Viewer who approves in a workspace. */
async function arrange(api: Api, slug: string): Promise<Scene> {
  const base = `/api/v1/organizations/${slug}`;
  const owner = await api.createPerson({ fullName: `Olga Owner ${slug}` });
  const vera = await api.createPerson({ fullName: `Vera Viewer ${slug}` });
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug, owner: owner.id });
  await api.post(`${base}/members`, { user_id: vera.id, role: 'viewer' });
  await api.post(`${base}/workspaces`, { name: 'Design', slug: 'design' });
  await api.put(`${base}/workspaces/design/members/${vera.id}/roles/approver`);
  return { owner, vera };
}

function table(page: Page) {
  return page.getByRole('table', { name: 'Access matrix' });
}

/** Somebody's row. */
function row(page: Page, person: Person) {
  return table(page).getByRole('row').filter({ hasText: person.fullName });
}

/** How many cells say yes; a phone counts in words instead. */
async function ticks(page: Page, person: Person): Promise<number> {
  return row(page, person).locator('td').getByText(/^yes/).count();
}

test('a place is chosen, and who may what there is seen, found and explained', async ({ api, as, isMobile }) => {
  const { owner, vera } = await arrange(api, 'gridwind');
  const page = await as(owner);
  await open(page, '/orgs/gridwind/roles');
  await page.getByRole('link', { name: 'Who may what' }).click();
  await expect(row(page, owner)).toContainText('Owner');
  await expect(row(page, vera)).toContainText('Viewer · 5 of 43');
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Place' }).selectOption('Workspace Design');
  await expect(row(page, vera)).not.toContainText('5 of 43');
  expect(await ticks(page, vera)).toBeGreaterThan(5);
  await page.getByRole('combobox', { name: 'Who may' }).selectOption('Delete the organization');
  await expect(row(page, vera)).toHaveCount(0);
  await expect(row(page, owner)).toBeVisible();
  await page.getByRole('combobox', { name: 'Who may' }).selectOption('Review, approve and reject changes with comments');
  await expect(row(page, vera)).toBeVisible();
  await page.getByRole('combobox', { name: 'Role' }).selectOption('Approver');
  await expect(row(page, owner)).toHaveCount(0);
  await page.getByRole('searchbox', { name: /Search/ }).fill('nobody');
  await expect(page.getByText('Nobody here passes these filters')).toBeVisible();
  await page.getByRole('searchbox', { name: /Search/ }).fill('vera');
  await expect(row(page, vera)).toBeVisible();
  await expect(page).toHaveURL(/scope=gridwind%2Fdesign&permission=changes\.review&search=vera&role=approver/);
  if (!isMobile) {
    await row(page, vera).getByRole('cell').filter({ hasText: 'yes' }).locator('[href*="changes.review"]').click();
    await expect(page).toHaveURL(/why=changes\.review/);
    await page.goBack();
  }
  await row(page, vera).getByRole('link', { name: vera.fullName }).click();
  await expect(page).toHaveURL(new RegExp(`/members/${vera.id}/access\\?scope=gridwind%2Fdesign`));
});

test('on a desk the names stay while one scrolls, on a phone every person is a card with counts', async ({ api, as, isMobile }) => {
  const { owner, vera } = await arrange(api, 'cardwind');
  const page = await as(owner);
  await open(page, '/orgs/cardwind/access');
  await expect(row(page, vera)).toBeVisible();
  const head = row(page, vera).getByRole('rowheader');
  if (isMobile) {
    await expect(head).toContainText('assets 1/7');
    await expect(row(page, vera).getByRole('cell')).toHaveCount(0);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(width).toBeLessThanOrEqual(0);
    return;
  }
  const before = await head.boundingBox();
  await page.getByRole('region', { name: 'Who may what' }).evaluate((region) => region.scrollTo(400, 0));
  const after = await head.boundingBox();
  expect(Math.abs((after?.x ?? 0) - (before?.x ?? 0))).toBeLessThanOrEqual(1);
});

test('what changes elsewhere is seen at once', async ({ api, as }) => {
  const { owner, vera } = await arrange(api, 'livegrid');
  const page = await as(owner);
  await open(page, '/orgs/livegrid/access');
  await expect(row(page, vera)).toContainText('Viewer');
  await api.patch(`/api/v1/organizations/livegrid/members/${vera.id}`, { role: 'admin' });
  await expect(row(page, vera)).toContainText('Admin');
});

test('what is filtered is exported', async ({ api, as }) => {
  const { owner, vera } = await arrange(api, 'filewind');
  const page = await as(owner);
  await open(page, '/orgs/filewind/access?scope=filewind/design&role=approver');
  await expect(row(page, vera)).toBeVisible();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  const download = await coming;
  const text = await readFile(await download.path(), 'utf8');
  expect(text.split('\r\n')[0]).toContain('changes.review');
  expect(text).toContain(vera.email);
  expect(text).not.toContain(owner.email);
});

test('without scripts the matrix is filtered by its form', async ({ api, as }) => {
  const { owner, vera } = await arrange(api, 'plaingrid');
  const page = await as(owner, { javaScriptEnabled: false });
  await page.goto('/orgs/plaingrid/access');
  await page.getByRole('combobox', { name: 'Place' }).selectOption('Workspace Design');
  await page.getByRole('combobox', { name: 'Who may' }).selectOption('Review, approve and reject changes with comments');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(row(page, vera)).toBeVisible();
  await page.getByRole('searchbox', { name: /Search/ }).fill('vera');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(row(page, owner)).toHaveCount(0);
});

test('whoever may not see people does not see the matrix', async ({ api, as, problems }) => {
  problems.allow(refused);
  const { vera } = await arrange(api, 'shutgrid');
  const page = await as(vera);
  const answer = await page.goto('/orgs/shutgrid/access');
  expect(answer?.status()).toBe(403);
});
