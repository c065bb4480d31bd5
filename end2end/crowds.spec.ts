// Workspaces and teams of more people than stand on one page: walked through, searched, changed.

import { type Api, expect, expectAccessible, open, type Page, test } from './fluxward.ts';
import { rowOf, rows } from './screens.ts';

test.use({ demo: 300, fresh: true });

/** A workspace where every active member of the largest organization requests changes, and a team of 55 of them. */
async function arrange(api: Api): Promise<{ slug: string; names: string[] }> {
  let slug = '';
  let most = 0;
  for (const { slug: of } of (await api.get('/api/v1/organizations?limit=200')).items) {
    const { total } = await api.get(`/api/v1/organizations/${of}/members?limit=1`);
    if (total > most) [slug, most] = [of, total];
  }
  const at = `/api/v1/organizations/${slug}`;
  await api.post(`${at}/workspaces`, { name: 'Crowd', slug: 'crowd' });
  await api.post(`${at}/teams`, { name: 'Choir', slug: 'choir' });
  const change = { workspace: 'crowd', role: 'requester', granted: true };
  const run = await api.post(`${at}/members/bulk`, { filter: {}, change });
  await expect.poll(async () => (await api.get(`${at}/members/bulk/${run.id}`)).status).toBe('finished');
  const people = (await api.get(`${at}/workspaces/crowd/members?limit=200`)).items;
  expect(people.length).toBeGreaterThan(60);
  for (const { user } of people.slice(0, 55)) await api.put(`${at}/teams/choir/members/${user.id}`);
  return { slug, names: people.map((it: any) => it.user.full_name) };
}

function table(page: Page) {
  return page.getByRole('table', { name: 'Members', exact: true });
}

/** Where one is among all of them. */
function position(page: Page) {
  return page.getByRole('navigation', { name: 'Pages' }).getByRole('status');
}

test('hundreds in a workspace are walked through, searched and changed', async ({ api, administrator, as }) => {
  const { slug, names } = await arrange(api);
  const page = await as(administrator);
  await open(page, `/orgs/${slug}/workspaces/crowd`);
  await expect(rows(table(page))).toHaveCount(50);
  await expect(position(page)).toHaveText(`1–50 of ${names.length}`);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(position(page)).toHaveText(`51–${Math.min(100, names.length)} of ${names.length}`);
  const later = names[54] ?? '';
  const take = () => rowOf(table(page), later).getByRole('button', { name: `Take Requester from ${later}` });
  await take().click();
  await expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();
  await expect(rowOf(table(page), later)).toHaveCount(0);
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(position(page)).toHaveText(`1–50 of ${names.length - 1}`);
  // Whoever was on another page is as they were.
  const first = names[0] ?? '';
  await expect(rowOf(table(page), first).getByRole('button', { name: `Take Requester from ${first}` })).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search name, e-mail, username' });
  const found = names[58] ?? '';
  await search.fill(found);
  await expect(rowOf(table(page), found)).toBeVisible();
  await expect(rows(table(page))).not.toHaveCount(50);
  await search.fill('nobody is called this');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Show everybody' }).click();
  await expect(rows(table(page))).toHaveCount(50);
  await page.goBack();
  await expect(page.getByText('Nobody found')).toBeVisible();
});

test('without scripts the people of a team are walked through and searched', async ({ api, administrator, as }) => {
  const { slug, names } = await arrange(api);
  const page = await as(administrator, { javaScriptEnabled: false });
  await page.goto(`/orgs/${slug}/teams/choir`);
  await expect(rows(table(page))).toHaveCount(50);
  await expect(position(page)).toHaveText('1–50 of 55');
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(rows(table(page))).toHaveCount(5);
  await expect(position(page)).toHaveText('51–55 of 55');
  const found = names[3] ?? '';
  await page.getByRole('searchbox', { name: 'Search name, e-mail, username' }).fill(found);
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(rowOf(table(page), found)).toBeVisible();
});

test('a page that does not come is told, and tried again', async ({ api, administrator, as, problems }) => {
  problems.allow(/Failed to load resource|net::ERR/);
  const { slug, names } = await arrange(api);
  const page = await as(administrator);
  await open(page, `/orgs/${slug}/teams/choir`);
  await page.route('**/_fn/teams/look', (route) => route.abort());
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(rows(table(page))).toHaveCount(50);
  await page.unroute('**/_fn/teams/look');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await expect(position(page)).toHaveText('51–55 of 55');
  await expect(page.getByRole('alert')).toHaveCount(0);
  // The last ones of a page are taken out: the others are still there.
  for (const name of names.slice(50, 55)) {
    await rowOf(table(page), name).getByRole('button', { name: `Take ${name} out` }).click();
    await expect(rowOf(table(page), name)).toHaveCount(0);
  }
  await expect(page.getByText('Nobody on this page any more')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'First page' }).first().click();
  await expect(rows(table(page))).toHaveCount(50);
  // A pause after a space does not swallow it.
  const search = page.getByRole('searchbox', { name: 'Search name, e-mail, username' });
  const [first = '', last = ''] = (names[0] ?? '').split(' ');
  await search.pressSequentially(`${first} `);
  await expect(page).toHaveURL(/search=/);
  await search.pressSequentially(last);
  await expect(search).toHaveValue(`${first} ${last}`);
  await expect(rowOf(table(page), names[0] ?? '')).toBeVisible();
});
