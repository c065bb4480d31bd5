// The words that are on the pages, each once: how a person finds their way, by role and name only.

import { expect, type Locator, type Page } from '@playwright/test';
import { open } from './fluxward.ts';

/** The four boxes of a member, word for word. */
export const boxes = {
  activated: 'This account is activated',
  assets: 'Administer assets and stages',
  tags: 'Administer tags',
  users: 'Administer users and privileges',
} as const;

/** The list of that name. */
export function list(page: Page, name: 'Users' | 'Members' | 'Organizations'): Locator {
  return page.getByRole('table', { name, exact: true });
}

/** Somebody's row in a list. */
export function rowOf(table: Locator, fullName: string): Locator {
  return table.getByRole('row').filter({ has: table.page().getByRole('link', { name: fullName, exact: true }) });
}

/** The rows of people that are in the document, without the headings. */
export function rows(table: Locator): Locator {
  return table.getByRole('row').filter({ has: table.page().getByRole('cell') });
}

/** The dialog that is open. */
export function dialog(page: Page, name: string | RegExp): Locator {
  return page.getByRole('dialog', { name });
}

/** The part of a member's page with the boxes. */
export function privileges(page: Page): Locator {
  return page.getByRole('region', { name: 'Access and privileges' });
}

/** One box of a member's page. */
export function box(page: Page, label: string): Locator {
  return privileges(page).getByRole('checkbox', { name: label, exact: true });
}

/** What the upper right corner of the boxes says. */
export function saveStatus(page: Page): Locator {
  return privileges(page).getByRole('status');
}

/** Signs out; on a phone the button lies behind the menu. */
export async function signOut(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('button', { name: 'Sign out' }).click();
}

/** Opens a member's page and waits until the boxes are there. */
export async function openMember(page: Page, slug: string, id: string): Promise<void> {
  await open(page, `/orgs/${slug}/members/${id}`);
  await expect(privileges(page)).toBeVisible();
}
