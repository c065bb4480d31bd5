// Everything by keyboard: one goes by Tab, types, ticks and presses, and always sees where one is.

import { expect, open, type Page, test } from './fluxward.ts';
import { box, boxes, list, openMember, rowOf, rows, saveStatus } from './screens.ts';

test.beforeEach(async ({}, { project }) => {
  test.skip(project.name === 'phone', 'a phone has no keyboard');
});

/** Goes on by Tab until the control of that name has the focus; each stop on the way shows its focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const pattern = typeof name === 'string' ? new RegExp(`^${name}$`) : name;
  for (let stops = 0; stops < 80; stops++) {
    await page.keyboard.press('Tab');
    const focus = page.locator(':focus');
    if ((await focus.count()) === 0) continue;
    await expectVisibleFocus(page);
    if (await hasName(page, pattern)) return;
  }
  throw new Error(`no control named ${name} is reached by Tab`);
}

/** Whether the focused control has that accessible name. */
async function hasName(page: Page, pattern: RegExp): Promise<boolean> {
  const snapshot = await page.locator(':focus').ariaSnapshot();
  const name = /"((?:[^"\\]|\\.)*)"/.exec(snapshot)?.[1] ?? snapshot.replace(/^- \w+:? ?/, '');
  return pattern.test(name.trim());
}

/** The focused element has an outline, or a border or shadow that stands for one. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const shown = await page.locator(':focus').evaluate((element) => {
    const style = getComputedStyle(element);
    const around = element.parentElement ? getComputedStyle(element.parentElement) : style;
    const outlined = ({ outlineStyle, outlineWidth }: CSSStyleDeclaration) => outlineStyle !== 'none' && outlineWidth !== '0px';
    return outlined(style) || outlined(around) || style.boxShadow !== 'none' || around.boxShadow !== 'none';
  });
  const html = await page.locator(':focus').evaluate((element) => element.outerHTML.slice(0, 200));
  expect(shown, `visible focus on ${html}`).toBe(true);
}

test('a user is created by keyboard alone', async ({ administrator, as }) => {
  const page = await as(administrator);
  await open(page, '/users');
  await tabTo(page, 'New user');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New user');
  await tabTo(page, 'E-mail');
  await page.keyboard.type('kai@example.test');
  await tabTo(page, /^Full name/);
  await page.keyboard.type('Kai Keyboard');
  await tabTo(page, /activation link/);
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'Initial password');
  await page.keyboard.type('Temporary-Gate-31');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kai Keyboard');
});

test('a box is ticked, undone and ticked again by keyboard alone', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Tara Tab' });
  await api.post('/api/v1/organizations', { name: 'Keywind', slug: 'keywind' });
  await api.post('/api/v1/organizations/keywind/members', { user_id: person.id, role: 'member' });
  const page = await as(administrator);
  await openMember(page, 'keywind', person.id);
  await tabTo(page, boxes.tags);
  await page.keyboard.press('Space');
  await expect(box(page, boxes.tags)).toBeChecked();
  await expect(saveStatus(page)).toHaveText('Saved');
  await expect(box(page, boxes.tags)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(box(page, boxes.tags)).not.toBeChecked();
  await expect(saveStatus(page)).toHaveText('Saved');
});

test('a dialog keeps the focus, closes on Escape and gives it back', async ({ api, administrator, as }) => {
  const person = await api.createPerson({ fullName: 'Dina Dialog' });
  const page = await as(administrator);
  await open(page, `/users/${person.id}`);
  await tabTo(page, 'Deactivate');
  await page.keyboard.press('Enter');
  const asking = page.getByRole('dialog', { name: 'Deactivate Dina Dialog?' });
  await expect(asking).toBeVisible();
  for (let stops = 0; stops < 8; stops++) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement !== document.body && !activeElement?.closest('dialog');
    });
    expect(outside, 'the focus left the dialog').toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(asking).toBeHidden();
  await expect(page.getByRole('button', { name: 'Deactivate' })).toBeFocused();
});

test('the first Tab leads past the navigation', async ({ administrator, as }) => {
  const page = await as(administrator);
  await open(page, '/users');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: /^Skip to/ });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

for (const keys of ['Control+k', 'Meta+k']) {
  test(`${keys} finds a page and a person`, async ({ api, administrator, as }) => {
    const person = await api.createPerson({ fullName: `Fred Found ${keys[0]}` });
    const page = await as(administrator);
    await open(page, '/users');
    await page.keyboard.press(keys);
    const palette = page.getByRole('dialog');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('settings');
    await expect(palette.getByRole('option', { name: /^Settings/ }).first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/settings$/);
    await page.keyboard.press(keys);
    await page.keyboard.type(person.fullName.toLowerCase());
    await expect(palette.getByRole('option', { name: new RegExp(person.fullName) })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(person.id));
  });
}

test('the slash leads to the search, and typing searches', async ({ api, administrator, as }) => {
  await api.createPerson({ fullName: 'Sarah Slash' });
  const page = await as(administrator);
  await open(page, '/users');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('sarah sl');
  await expect(rows(list(page, 'Users'))).toHaveCount(1);
  await expect(rowOf(list(page, 'Users'), 'Sarah Slash')).toBeVisible();
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('the question mark shows the keys', async ({ administrator, as }) => {
  const page = await as(administrator);
  await open(page, '/users');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Search this list');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
