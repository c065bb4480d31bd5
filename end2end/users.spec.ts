// The list of people: found, narrowed, sorted, scrolled, and the same after Back.

import { expect, open, type Page, test } from './fluxward.ts';
import { list, rowOf, rows } from './screens.ts';

const demo = 1200;

test.describe('a few people', () => {
  test('people are found while typing, by name, e-mail or username', async ({ api, administrator, as }) => {
    await api.createPerson({ fullName: 'Zoë Zimmer', username: 'zoezi', email: 'z@findable.example' });
    await api.createPerson({ fullName: 'Karl Krause', username: 'kk' });
    const page = await as(administrator);
    await open(page, '/users');
    for (const text of ['zoë zim', 'findable.example', 'zoezi']) {
      await page.getByRole('searchbox').fill(text);
      await expect(rows(list(page, 'Users'))).toHaveCount(1);
      await expect(rowOf(list(page, 'Users'), 'Zoë Zimmer')).toBeVisible();
    }
  });

  test('disabled people disappear until Show all is pressed', async ({ api, administrator, as }) => {
    const person = await api.createPerson({ fullName: 'Hidden Hanna' });
    await api.post(`/api/v1/users/${person.id}/deactivate`);
    const page = await as(administrator);
    await open(page, '/users');
    await expect(rowOf(list(page, 'Users'), administrator.fullName)).toBeVisible();
    await expect(rowOf(list(page, 'Users'), 'Hidden Hanna')).toHaveCount(0);
    const showAll = page.getByRole('button', { name: 'Show all' });
    await showAll.click();
    await expect(rowOf(list(page, 'Users'), 'Hidden Hanna')).toContainText('Inactive');
    await expect(showAll).toHaveAttribute('aria-pressed', 'true');
    await showAll.click();
    await expect(rowOf(list(page, 'Users'), 'Hidden Hanna')).toHaveCount(0);
  });

  test('the status filter shows the inactive alone', async ({ api, administrator, as }) => {
    const person = await api.createPerson({ fullName: 'Inga Inactive' });
    await api.post(`/api/v1/users/${person.id}/deactivate`);
    const page = await as(administrator);
    await open(page, '/users');
    await page.getByRole('combobox', { name: 'Status' }).selectOption('Inactive');
    await expect(rowOf(list(page, 'Users'), 'Inga Inactive')).toBeVisible();
    await expect(rowOf(list(page, 'Users'), administrator.fullName)).toHaveCount(0);
  });

  test('what is searched and filtered stays in the address and survives Back', async ({ api, administrator, as }) => {
    await api.createPerson({ fullName: 'Bernd Back', username: 'bernd.back' });
    const page = await as(administrator);
    await open(page, '/users');
    await page.getByRole('searchbox').fill('bernd');
    await expect(page).toHaveURL(/search=bernd/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(page).toHaveURL(/show_all=true/);
    await page.getByRole('link', { name: 'Bernd Back', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bernd Back');
    await page.goBack();
    await expect(page.getByRole('searchbox')).toHaveValue('bernd');
    await expect(page.getByRole('button', { name: 'Show all' })).toHaveAttribute('aria-pressed', 'true');
    await expect(rows(list(page, 'Users'))).toHaveCount(1);
  });

  test('a search without a hit says so and how to widen it', async ({ administrator, as }) => {
    const page = await as(administrator);
    await open(page, '/users?search=nobody-is-called-this');
    await expect(page.getByText('Nobody found')).toBeVisible();
    await page.getByRole('link', { name: 'Clear search and filters' }).click();
    await expect(rowOf(list(page, 'Users'), administrator.fullName)).toBeVisible();
  });

  test('a new person appears in an open list within a second', async ({ api, administrator, as }) => {
    const page = await as(administrator);
    await open(page, '/users');
    await api.createPerson({ fullName: 'Nadja New' });
    await expect(rowOf(list(page, 'Users'), 'Nadja New')).toBeVisible({ timeout: 1000 });
  });

  test('the way to a new user is at the top of the list, and in the bottom bar on a phone', async ({ administrator, as }, { project }) => {
    const page = await as(administrator);
    await open(page, '/users');
    const button = page.getByRole('link', { name: 'New user' });
    await expect(button).toHaveCount(1);
    await expect(button).toBeInViewport({ ratio: 1 });
    const at = await button.boundingBox();
    const height = page.viewportSize()?.height ?? 0;
    if (project.name === 'phone') expect(at?.y).toBeGreaterThan(height * 0.75);
    else expect(at?.y).toBeLessThan(height * 0.25);
    await button.click();
    await expect(page).toHaveURL(/\/users\/new$/);
  });
});

test.describe('many people', () => {
  test.use({ demo });

  test('the list says its position and its total', async ({ administrator, as }) => {
    const page = await as(administrator);
    await open(page, '/users');
    await expect(page.getByText(/^1–\d+ of [\d,]{5,}$/)).toBeVisible();
  });

  test('scrolling to the end keeps at most sixty rows in the document', async ({ api, administrator, as }) => {
    const page = await as(administrator);
    await open(page, '/users?show_all=true');
    const { total } = await api.get('/api/v1/users?show_all=true&limit=1');
    const table = list(page, 'Users');
    await expect(table).toHaveAttribute('aria-rowcount', `${total + 1}`);
    const last = await api.get('/api/v1/users?show_all=true&limit=1&sort=-name');
    await scrollToEnd(page, last.items[0].full_name);
    expect(await rows(table).count()).toBeLessThanOrEqual(60);
    await page.getByText(new RegExp(`of ${total.toLocaleString('en')}$`)).isVisible();
  });

  test('the list is sorted by the column whose heading is pressed, both ways', async ({ administrator, as }, { project }) => {
    test.skip(project.name === 'phone', 'a phone has cards without headings');
    const page = await as(administrator);
    await open(page, '/users');
    await page.getByRole('columnheader', { name: 'E-mail' }).getByRole('link').click();
    await expect(page.getByRole('columnheader', { name: 'E-mail' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(page).toHaveURL(/sort=email/);
    await page.getByRole('columnheader', { name: 'E-mail' }).getByRole('link').click();
    await expect(page.getByRole('columnheader', { name: 'E-mail' })).toHaveAttribute('aria-sort', 'descending');
  });
});

/** Scrolls as a person would, by the wheel, until somebody is on screen. */
async function scrollToEnd(page: Page, fullName: string): Promise<void> {
  const last = page.getByRole('link', { name: fullName, exact: true });
  await expect(async () => {
    await page.mouse.wheel(0, 20_000);
    await expect(last.first()).toBeInViewport({ timeout: 100 });
  }).toPass({ intervals: [20], timeout: 30_000 });
}
