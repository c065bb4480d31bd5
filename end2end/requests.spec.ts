// Access requests: asked with a reason, decided in a queue and by mail, never by oneself.

import { type Api, expect, expectAccessible, open, type Page, type Person, test } from './fluxward.ts';
import { Smtp } from './smtp.ts';

/** The browser's own line about what the server refuses, as it should. */
const refused = /the server responded with a status of 4/;

interface Scene {
  base: string;
  owner: Person;
  vera: Person;
}

/** An organization with its Owner, a Viewer, a workspace and a project that the Viewer does not see. */
async function arrange(api: Api, slug: string): Promise<Scene> {
  const base = `/api/v1/organizations/${slug}`;
  const owner = await api.createPerson({ fullName: `Olga Owner ${slug}` });
  const vera = await api.createPerson({ fullName: `Vera Viewer ${slug}` });
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug, owner: owner.id });
  await api.post(`${base}/members`, { user_id: vera.id, role: 'viewer' });
  await api.post(`${base}/workspaces`, { name: 'Design', slug: 'design' });
  await api.post(`${base}/projects`, { name: 'Website', slug: 'website' });
  return { base, owner, vera };
}

/** Whether somebody may do something, as the REST interface says. */
async function may(api: Api, person: Person, permission: string, scope: string): Promise<boolean> {
  return (await api.get(`/api/v1/users/${person.id}/access?scope=${scope}&permission=${permission}`)).allowed;
}

/** The requests that the page lists. */
function lines(page: Page, which: 'Waiting for you' | 'Yours' | 'Decided') {
  return page.getByRole('region', { name: which }).getByRole('listitem');
}

/** Chooses a moment in a field, as a person at that page would write it. */
async function choose(page: Page, label: string, moment: Date): Promise<void> {
  const local = await page.evaluate((at) => {
    const date = new Date(at);
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, moment.getTime());
  await page.getByLabel(label).fill(local);
}

const tomorrow = () => new Date(Date.now() + 24 * 3600 * 1000);

test('one asks with a reason, whoever decides sees it at once, shortens it and grants it', async ({ api, as }) => {
  const { owner, vera } = await arrange(api, 'askwind');
  const deciding = await as(owner);
  await open(deciding, '/orgs/askwind/requests?show=waiting');
  await expect(deciding.getByText('Nothing waits for you')).toBeVisible();

  const page = await as(vera);
  await open(page, '/orgs/askwind');
  await page.getByRole('link', { name: 'Access requests' }).click();
  await page.getByRole('link', { name: 'Ask for access' }).click();
  await page.getByRole('combobox', { name: 'Place' }).selectOption('Workspace Design');
  await page.getByRole('radio', { name: 'Approver' }).check();
  await expectAccessible(page);
  await page.getByLabel('Reason').fill('Covering for Cyd');
  await page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(lines(page, 'Yours')).toContainText(['Approver in Design']);
  await expect(lines(page, 'Yours').first()).toContainText('Waiting');
  await expect(lines(page, 'Yours').first()).toContainText('Team Admins of the workspace decide');
  await expectAccessible(page);

  const waiting = lines(deciding, 'Waiting for you').filter({ hasText: vera.fullName });
  await expect(waiting).toContainText('Covering for Cyd');
  await expectAccessible(deciding);
  await waiting.getByRole('link', { name: 'Decide' }).click();
  const card = deciding.getByRole('region', { name: `${vera.fullName} asks to be Approver in Design` });
  await choose(deciding, 'Ends', tomorrow());
  await card.getByLabel('Comment').fill('Until tomorrow');
  await expectAccessible(deciding);
  await card.getByRole('button', { name: 'Grant' }).click();
  await expect(deciding.getByRole('log', { name: 'Notices' })).toContainText('Granted');
  await expect(lines(deciding, 'Waiting for you')).toHaveCount(0);
  expect(await may(api, vera, 'changes.review', 'askwind/design')).toBe(true);

  await expect(lines(page, 'Yours').first()).toContainText('Granted');
  await expect(lines(page, 'Yours').first()).toContainText(`by ${owner.fullName}`);
  await expect(lines(page, 'Yours').first()).toContainText('Until tomorrow');
  const why = await api.get(`/api/v1/users/${vera.id}/access?scope=askwind/design&permission=changes.review`);
  expect(new Date(why.reasons[0].expires_at).getTime()).toBeLessThan(Date.now() + 25 * 3600 * 1000);
  await deciding.getByRole('link', { name: 'Decided' }).click();
  await expect(lines(deciding, 'Decided')).toContainText(['Granted']);
});

test('nobody decides their own, and what was declined says why', async ({ api, as }) => {
  const { base, owner, vera } = await arrange(api, 'ownwind');
  await api.put(`${base}/workspaces/design/members/${vera.id}/roles/team_admin`);
  const page = await as(vera);
  await open(page, '/orgs/ownwind/requests/new?scope=ownwind/website');
  await page.getByRole('radio', { name: 'Reader' }).check();
  await page.getByLabel('Reason').fill('To read along');
  await page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(lines(page, 'Yours')).toContainText(['Reader in Website']);
  await expect(page.getByRole('link', { name: /^Decide on/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Waiting for you' }).click();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();

  const deciding = await as(owner);
  await open(deciding, '/orgs/ownwind/requests');
  await lines(deciding, 'Waiting for you').getByRole('link', { name: 'Decide' }).click();
  await deciding.getByLabel('Comment').fill('It is closed');
  await deciding.getByRole('button', { name: 'Decline' }).click();
  await expect(deciding.getByRole('log', { name: 'Notices' })).toContainText('Declined');
  await page.getByRole('link', { name: 'Yours' }).click();
  await expect(lines(page, 'Yours').first()).toContainText('It is closed');
  expect(await may(api, vera, 'work.view', 'ownwind/website')).toBe(false);
});

test('where something is refused one asks for it, and takes it back', async ({ api, as, problems }) => {
  problems.allow(refused);
  const { vera } = await arrange(api, 'backwind');
  const page = await as(vera);
  await open(page, '/account/access?scope=backwind/design&why=changes.review');
  await page.getByRole('link', { name: 'Ask for access' }).click();
  await expect(page.getByRole('radio', { name: /^Approver gives what you need/ })).toBeChecked();
  await page.goto('/orgs/backwind/projects/website');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You may not do this');
  await page.getByRole('link', { name: 'Ask for access' }).click();
  await page.getByRole('radio', { name: 'Reader' }).check();
  await page.getByLabel('Reason').fill('I was sent the link');
  await page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(lines(page, 'Yours')).toContainText(['Reader in Website']);
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(lines(page, 'Yours').first()).toContainText('Taken back');
  await open(page, '/orgs/backwind/requests/new');
  await page.getByText('A project that is not listed').click();
  await page.getByLabel('Word in its address').fill('nowhere');
  await page.getByRole('form', { name: 'Project' }).getByRole('button', { name: 'Choose' }).click();
  await page.getByLabel('Reason').fill('To look');
  await page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(page.getByText('There is no such workspace or project')).toBeVisible();
});

test('the mail leads to the queue, and the answer is mailed', async ({ api, as }) => {
  const smtp = await Smtp.start();
  await api.patch('/api/v1/settings', { mail: { smtp_url: smtp.url } });
  try {
    const { base, owner, vera } = await arrange(api, 'mailwind');
    const theirs = await as(vera);
    await open(theirs, '/orgs/mailwind/requests/new?scope=mailwind/design');
    await theirs.getByRole('radio', { name: 'Requester' }).check();
    await theirs.getByLabel('Reason').fill('To submit changes');
    await theirs.getByRole('button', { name: 'Ask for access' }).click();
    const mail = await smtp.mailTo(owner.email, 'asks for access to Design');
    expect(mail.text).toContain('To submit changes');
    const path = new RegExp('/orgs/mailwind/requests').exec(mail.text)?.[0] ?? '';
    const page = await as(owner);
    await open(page, path);
    await lines(page, 'Waiting for you').filter({ hasText: vera.fullName }).getByRole('link', { name: 'Decide' }).click();
    await page.getByLabel('Comment').fill('Welcome to Design');
    await page.getByRole('button', { name: 'Grant' }).click();
    const answer = await smtp.mailTo(vera.email, 'You are Requester in Design now');
    expect(answer.text).toContain('Welcome to Design');
    expect((await api.get(`${base}/requests?ended=true`)).items).toHaveLength(1);
  } finally {
    await api.patch('/api/v1/settings', { mail: { smtp_url: null } });
    await smtp.stop();
  }
});

test('without scripts one asks, and whoever decides grants', async ({ api, as }) => {
  const { owner, vera } = await arrange(api, 'plainwind');
  const page = await as(vera, { javaScriptEnabled: false });
  await page.goto('/orgs/plainwind/requests/new');
  await page.getByRole('combobox', { name: 'Place' }).selectOption('Workspace Design');
  await page.getByRole('form', { name: 'Place' }).getByRole('button', { name: 'Choose' }).click();
  await page.getByRole('radio', { name: 'Approver' }).check();
  await page.getByLabel('Reason').fill('Covering for Cyd');
  await page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(lines(page, 'Yours')).toContainText(['Approver in Design']);
  const deciding = await as(owner, { javaScriptEnabled: false });
  await deciding.goto('/orgs/plainwind/requests');
  await lines(deciding, 'Waiting for you').getByRole('link', { name: 'Decide' }).click();
  await deciding.getByRole('button', { name: 'Grant' }).click();
  await expect(deciding.getByText('Nothing waits for you')).toBeVisible();
  expect(await may(api, vera, 'changes.review', 'plainwind/design')).toBe(true);
});
