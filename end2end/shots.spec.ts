// Pictures of every page, for people to look at: `FLUXWARD_SHOTS=folder npx playwright test shots`.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hydrated, type Page, test } from './fluxward.ts';
import { publicPages, signedInPages, type Visit } from './pages.ts';

const folder = process.env.FLUXWARD_SHOTS;

test.use({ fresh: true });
test.skip(!folder, 'only on demand');

async function shoot(page: Page, pages: Visit[], colorScheme: string): Promise<void> {
  const into = join(folder ?? '', `${test.info().project.name}-${colorScheme}`);
  await mkdir(into, { recursive: true });
  for (const { name, path } of pages) {
    await page.goto(path);
    await hydrated(page);
    await page.screenshot({ path: join(into, `${name.replaceAll(/\W+/g, '-')}.png`) });
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pictures of every page (${colorScheme})`, async ({ api, administrator, as, visitor, problems }) => {
    test.slow();
    problems.allow(/./);
    await shoot(await visitor({ colorScheme }), publicPages, colorScheme);
    await shoot(await as(administrator, { colorScheme }), await signedInPages(api), colorScheme);
  });
}
