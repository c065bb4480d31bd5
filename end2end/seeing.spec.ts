// Seeing as somebody else: as a person or as somebody with a role, read-only, marked and logged.

import { type Api, expect, expectAccessible, hydrated, open, type Page, type Person, test } from './fluxward.ts';
import { dialog } from './screens.ts';

/** The browser's own line about what the server refuses, as it should. */
const refused = /the server responded with a status of 4/;

interface Scene {
  owner: Person;
  mona: Person;
}

/** An organization with its Owner, a Member and a project that the Member does not see. */
async function arrange(api: Api, slug: string): Promise<Scene> {
  const base = `/api/v1/organizations/${slug}`;
  const owner = await api.createPerson({ fullName: `Olga Owner ${slug}` });
  const mona = await api.createPerson({ fullName: `Mona Member ${slug}` });
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug, owner: owner.id });
  await api.post(`${base}/members`, { user_id: mona.id, role: 'member' });
  await api.post(`${base}/projects`, { name: 'Website', slug: 'website' });
  return { owner, mona };
}

function bar(page: Page) {
  return page.getByRole('region', { name: 'Seeing as somebody else' });
}

/** The paths that the menu offers. */
async function ways(page: Page): Promise<string[]> {
  return page.locator('#ways .ways a').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname));
}

/** Begins from the page that is open. */
async function begin(page: Page, title: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'See as' }).click();
  const asking = dialog(page, title);
  await expect(asking).toContainText('Nothing can be changed meanwhile');
  await expectAccessible(page);
  await asking.getByLabel('Reason').fill('They miss a page');
  await asking.getByRole('button', { name: 'See as' }).click();
  await expect(bar(page)).toBeVisible();
  await hydrated(page);
}

test('an Owner sees the pages as a Member would, changes nothing, and stops', async ({ api, as, problems }) => {
  problems.allow(refused);
  const { owner, mona } = await arrange(api, 'seewind');
  const page = await as(owner);
  await open(page, `/orgs/seewind/members/${mona.id}`);
  expect(await ways(page)).toContain('/orgs/seewind/settings');
  await begin(page, `See Fluxward as ${mona.fullName}?`);
  await expect(page).toHaveURL(/\/orgs\/seewind$/);
  await expect(bar(page)).toContainText(`You see Fluxward as ${mona.fullName} — read-only.`);
  await expectAccessible(page);
  expect(await ways(page)).not.toContain('/orgs/seewind/settings');
  await open(page, '/orgs/seewind/workspaces');
  await expect(bar(page)).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('Website');
  await open(page, '/orgs/seewind/requests/new?scope=seewind/website');
  await page.getByRole('radio', { name: 'Reader' }).check();
  await page.getByLabel('Reason').fill('To read along');
  await page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(page.getByText('read-only: nothing can be changed')).toBeVisible();
  await bar(page).getByRole('button', { name: 'Stop' }).click();
  await expect(bar(page)).toHaveCount(0);
  await open(page, '/orgs/seewind/workspaces');
  await expect(page.getByRole('main')).toContainText('Website');
  await open(page, '/orgs/seewind/activity');
  await expect(page.getByText(`Saw Fluxward as ${mona.fullName}, read-only`)).toBeVisible();
  await expect(page.getByText('They miss a page')).toBeVisible();
});

test('the account of whoever is seen stays closed', async ({ api, as, problems }) => {
  problems.allow(refused);
  const { owner, mona } = await arrange(api, 'closedwind');
  const page = await as(owner);
  await open(page, `/orgs/closedwind/members/${mona.id}`);
  await begin(page, `See Fluxward as ${mona.fullName}?`);
  await open(page, '/account');
  await expect(bar(page)).toBeVisible();
  await expect(page.getByText('Account pages are closed')).toBeVisible();
});

test('a role is seen as somebody who holds it alone', async ({ api, as, problems }) => {
  problems.allow(refused);
  const { owner } = await arrange(api, 'rolesee');
  const page = await as(owner);
  await open(page, '/orgs/rolesee/roles/viewer');
  await begin(page, 'See Fluxward as somebody with the role Viewer?');
  await expect(bar(page)).toContainText('somebody with the role Viewer in The rolesee');
  expect(await ways(page)).not.toContain('/orgs/rolesee/members');
  await page.goto('/orgs/rolesee/members');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You may not do this');
});

test('other open pages of the same session say so at once', async ({ api, as }) => {
  const { owner, mona } = await arrange(api, 'tabwind');
  const page = await as(owner);
  await open(page, '/orgs/tabwind');
  const other = await page.context().newPage();
  await open(other, `/orgs/tabwind/members/${mona.id}`);
  await begin(other, `See Fluxward as ${mona.fullName}?`);
  await expect(bar(page)).toBeVisible();
});

test('whoever may not manage people is not offered it', async ({ api, as }) => {
  const { owner, mona } = await arrange(api, 'notwind');
  const page = await as(mona);
  await open(page, `/orgs/notwind/members/${owner.id}`);
  await expect(page.getByRole('button', { name: 'See as' })).toHaveCount(0);
});

test('without scripts it begins and stops, too', async ({ api, as }) => {
  const { owner, mona } = await arrange(api, 'plainsee');
  const page = await as(owner, { javaScriptEnabled: false });
  await page.goto(`/orgs/plainsee/members/${mona.id}`);
  await page.getByRole('button', { name: 'See as' }).click();
  await dialog(page, `See Fluxward as ${mona.fullName}?`).getByRole('button', { name: 'See as' }).click();
  await expect(bar(page)).toBeVisible();
  await bar(page).getByRole('button', { name: 'Stop' }).click();
  await expect(bar(page)).toHaveCount(0);
});
