// Many members at once: selected, previewed, changed, reported.

import { type Api, expect, expectAccessible, open, type Page, type Person, test } from './fluxward.ts';
import { dialog, list } from './screens.ts';

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

function tick(page: Page, fullName: string) {
  return page.getByRole('checkbox', { name: `Select ${fullName}`, exact: true });
}

function bar(page: Page) {
  return page.getByRole('region', { name: 'Change those selected' });
}

async function roles(api: Api, slug: string): Promise<Record<string, string>> {
  const page = await api.get(`/api/v1/organizations/${slug}/members?show_all=true`);
  return Object.fromEntries(page.items.map((it: any) => [it.user.full_name, it.role]));
}

test('some are selected, previewed, changed and reported', async ({ api, administrator, as }) => {
  const vs = { 'Vera Some': 'viewer', 'Viktor Some': 'viewer', 'Vito Some': 'viewer' };
  await arrange(api, 'some', vs);
  const page = await as(administrator);
  await open(page, '/orgs/some/members');
  await page.getByRole('link', { name: 'Select', exact: true }).click();
  await expect(bar(page).getByRole('status')).toHaveText('Nobody is selected');
  await expect(bar(page).getByRole('button', { name: 'Change role…' })).toBeDisabled();
  await tick(page, 'Vera Some').check();
  await tick(page, 'Vito Some').check();
  await expect(bar(page).getByRole('status')).toHaveText('2 selected');
  await expectAccessible(page);
  await bar(page).getByRole('button', { name: 'Change role…' }).click();
  const asking = dialog(page, 'Change role');
  await asking.getByLabel('Change', { exact: true }).selectOption('Member');
  await expect(asking).toContainText('2 people: 2 would be changed.');
  await expect(asking).toContainText('Gains');
  await expectAccessible(page);
  await asking.getByLabel('Reason').fill('the new year');
  await asking.getByRole('button', { name: 'Change 2 people' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Make Member');
  await expect(page.getByRole('region', { name: 'Progress' }).getByRole('status')).toHaveText('Finished');
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('2 of 2 people reached');
  await expectAccessible(page);
  expect(await roles(api, 'some')).toMatchObject({ 'Vera Some': 'member', 'Viktor Some': 'viewer', 'Vito Some': 'member' });
  await open(page, '/orgs/some/activity');
  await expect(page.getByRole('listitem').filter({ hasText: 'Role changed from Viewer to Member' })).toHaveCount(2);
  await expect(page.getByRole('listitem').filter({ hasText: 'Bulk change finished' })).toContainText('the new year');
});

test('all who match are selected, and each who is refused is told with the reason', async ({ api, administrator, as }) => {
  const [olga] = await arrange(api, 'matching', { 'Olga Owner': 'owner', 'Max Match': 'member', 'Mia Match': 'member', 'Vera Other': 'viewer' });
  await api.delete(`/api/v1/organizations/matching/members/${administrator.id}`);
  const page = await as(olga!);
  await open(page, '/orgs/matching/members');
  await page.getByRole('link', { name: 'Select', exact: true }).click();
  await bar(page).getByRole('button', { name: 'Select all that match' }).click();
  await expect(bar(page).getByRole('status')).toHaveText('Everybody who matches is selected');
  await expect(tick(page, 'Max Match')).toBeChecked();
  await bar(page).getByRole('button', { name: 'Status…' }).click();
  const asking = dialog(page, 'Status');
  await expect(asking).toContainText('4 people: 3 would be changed.');
  await expect(asking).toContainText('1 person: Your own membership is never changed in bulk.');
  await asking.getByRole('button', { name: 'Change 4 people' }).click();
  await expect(page.getByRole('region', { name: 'Progress' }).getByRole('status')).toHaveText('Finished');
  const refused = page.getByRole('table', { name: 'Refused' });
  await expect(refused.getByRole('row').filter({ hasText: 'Olga Owner' })).toContainText('Your own membership');
  await expectAccessible(page);
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'Recent changes' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Switch off' })).toContainText('4 of 4');
});

test('a filter of the list is kept, and a refusal of everybody cannot be confirmed', async ({ api, administrator, as }) => {
  const [adam] = await arrange(api, 'kept', { 'Adam Kept': 'admin', 'Vera Kept': 'viewer', 'Max Kept': 'member' });
  const page = await as(adam!);
  await open(page, '/orgs/kept/members?role=owner');
  await page.getByRole('link', { name: 'Select', exact: true }).click();
  await expect(page.getByText('Only: Owner')).toBeVisible();
  await expect(list(page, 'Members').getByRole('checkbox')).toHaveCount(1);
  await bar(page).getByRole('button', { name: 'Select loaded' }).click();
  await expect(bar(page).getByRole('status')).toHaveText('1 selected');
  await bar(page).getByRole('button', { name: 'Change role…' }).click();
  const asking = dialog(page, 'Change role');
  await expect(asking).toContainText('1 person: 0 would be changed.');
  await expect(asking.getByRole('button', { name: 'Change 1 person' })).toBeDisabled();
  expect(administrator.fullName).not.toBe('');
});

test('without scripts the boxes are a form, and the report comes after it', async ({ api, administrator, as }) => {
  await arrange(api, 'plainly', { 'Vera Plain': 'viewer', 'Viktor Plain': 'viewer' });
  const page = await as(administrator, { javaScriptEnabled: false });
  await page.goto('/orgs/plainly/members');
  await page.getByRole('link', { name: 'Select', exact: true }).click();
  await tick(page, 'Vera Plain').check();
  await page.getByRole('button', { name: 'Change those selected' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Choose what is to change.' })).toBeVisible();
  await expect(tick(page, 'Vera Plain')).toBeChecked();
  await page.getByLabel('Change', { exact: true }).selectOption('Tick “Administer tags”');
  await page.getByRole('button', { name: 'Change those selected' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tick “Administer tags”');
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('1 of 1 person reached')).toBeVisible({ timeout: 500 });
  }).toPass();
});
