// Axe finds nothing on any page, and every page starts without a complaint.

import { expect, expectAccessible, hydrated, open, type Page, test } from './fluxward.ts';
import { publicPages, signedInPages, type Visit } from './pages.ts';

/** The browser's own line about a page that answers 404 or 410. */
const expected = /status of (404|410)/;

async function visitAll(page: Page, pages: Visit[]): Promise<void> {
  for (const { name, path } of pages) {
    await test.step(name, async () => {
      await open(page, path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expectAccessible(page);
    });
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the public pages (${colorScheme})`, async ({ administrator, visitor, problems }) => {
    problems.allow(expected);
    expect(administrator.id).toBeTruthy();
    await visitAll(await visitor({ colorScheme }), publicPages);
  });
}

test.describe('signed in', () => {
  test.use({ fresh: true });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on the pages of an administrator (${colorScheme})`, async ({ api, administrator, as, problems }) => {
      problems.allow(expected);
      const pages = await signedInPages(api);
      // Every page takes its time.
      test.setTimeout(60_000 + pages.length * 5_000);
      await visitAll(await as(administrator, { colorScheme }), pages);
    });
  }
});

test('the policy holds, and no page frames, sniffs or stores', async ({ administrator, as }) => {
  const page = await as(administrator);
  const answer = await page.goto('/users');
  const headers = answer?.headers() ?? {};
  expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'nonce-[^']+' 'strict-dynamic'/);
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  await hydrated(page);
});
