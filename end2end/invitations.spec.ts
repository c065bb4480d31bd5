// Invitations: asked with a review, followed in a list, accepted by a link, with mails and without.

import { type Api, expect, expectAccessible, hydrated, open, type Page, test } from './fluxward.ts';
import { list, rowOf } from './screens.ts';
import { Smtp } from './smtp.ts';

const password = 'Mellow-River-58';

async function place(api: Api, slug: string): Promise<void> {
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug });
}

/** Fills the form in and goes to the review. */
async function review(page: Page, email: string, name: string, role = 'Member'): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Role', { exact: true }).selectOption(role);
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('region', { name: 'Review' })).toBeVisible();
}

/** The path of the link that the card shows. */
async function link(page: Page): Promise<string> {
  const value = await page.getByLabel('Link', { exact: true }).inputValue();
  return new URL(value).pathname;
}

function card(page: Page, name: string) {
  return page.getByRole('region', { name: `Invitation of ${name}` });
}

function invitations(page: Page) {
  return page.getByRole('table', { name: 'Invitations' });
}

test('from the button at the top of the list, over the review, to a member who works at once', async ({ api, administrator, as, visitor }) => {
  await place(api, 'firstinvite');
  const page = await as(administrator);
  await open(page, '/orgs/firstinvite/members');
  await page.getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(page.getByLabel('Administer assets and stages')).toBeChecked();
  await page.getByLabel('A few words').fill('See you on Monday');
  await review(page, 'nia@example.test', 'Nia Nord');
  const reviewed = page.getByRole('region', { name: 'Review' });
  await expect(reviewed).toContainText('What Nia Nord will be able to do');
  await expect(reviewed).toContainText('Download source files.');
  await expect(reviewed).not.toContainText('Invite people.');
  expect((await api.get('/api/v1/organizations/firstinvite/invitations')).total).toBe(0);
  await hydrated(page);
  await page.getByRole('button', { name: 'Create invitation' }).click();
  await expect(card(page, 'Nia Nord')).toContainText('Hand this link over yourself.');
  const path = await link(page);
  await open(page, '/orgs/firstinvite/members');
  await expect(rowOf(list(page, 'Members'), 'Nia Nord')).toContainText('Pending');
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Pending');
  await expect(list(page, 'Members').getByRole('row')).toHaveCount(2);

  const theirs = await visitor();
  await open(theirs, path);
  const main = theirs.getByRole('main');
  await expect(main).toContainText('Ada Admin invites you to The firstinvite as Member.');
  await expect(main).toContainText('See you on Monday');
  await theirs.getByText('What you will be able to do').click();
  await expect(main).toContainText('Download source files.');
  await theirs.getByLabel('Password', { exact: true }).fill(password);
  await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
  await theirs.waitForURL(/\/orgs\/firstinvite\/members$/);
  await expect(rowOf(list(theirs, 'Members'), 'Nia Nord')).toContainText('Active');
  await open(page, '/orgs/firstinvite/members');
  await expect(rowOf(list(page, 'Members'), 'Nia Nord')).toContainText('Active');
  await open(page, '/orgs/firstinvite/activity');
  await expect(page.getByText('Invited as Member')).toBeVisible();
});

test('roles in workspaces come along: chosen in the form, told in the review, held afterwards', async ({ api, administrator, as, visitor }) => {
  await place(api, 'withrooms');
  await api.post('/api/v1/organizations/withrooms/workspaces', { name: 'Design', slug: 'design' });
  const page = await as(administrator);
  await open(page, '/orgs/withrooms/invitations/new');
  const rooms = page.getByRole('group', { name: 'Roles in Design' });
  await rooms.getByLabel('Approver').check();
  await expectAccessible(page);
  await review(page, 'rob@example.test', 'Rob Room', 'Viewer');
  await expect(page.getByRole('region', { name: 'Review' })).toContainText('In the workspace “Design”: Approver.');
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await expect(rooms.getByLabel('Approver')).toBeChecked();
  await page.getByRole('button', { name: 'Review' }).click();
  await hydrated(page);
  await page.getByRole('button', { name: 'Create invitation' }).click();
  const path = await link(page);
  const theirs = await visitor();
  await open(theirs, path);
  await theirs.getByLabel('Password', { exact: true }).fill(password);
  await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
  await theirs.waitForURL(/\/orgs\/withrooms/);
  const people = await api.get('/api/v1/organizations/withrooms/workspaces/design/members');
  expect(people.items.map((it: any) => [it.user.full_name, it.roles[0].role])).toEqual([['Rob Room', 'approver']]);
});

test('a new person holds roles in workspaces at once', async ({ api, administrator, as }) => {
  await place(api, 'newrooms');
  await api.post('/api/v1/organizations/newrooms/workspaces', { name: 'Design', slug: 'design' });
  const page = await as(administrator);
  await open(page, '/users/new');
  await page.getByLabel('E-mail').fill('tia@example.test');
  await page.getByLabel('Full name').fill('Tia Team');
  await page.getByRole('combobox', { name: 'Organization' }).selectOption('The newrooms');
  await page.getByRole('group', { name: 'Roles in Design' }).getByLabel('Team Admin').check();
  await page.getByRole('button', { name: 'Create user' }).click();
  await page.waitForURL(/\/users\/[0-9a-f-]{36}/);
  const people = await api.get('/api/v1/organizations/newrooms/workspaces/design/members');
  expect(people.items.map((it: any) => [it.user.full_name, it.roles[0].role])).toEqual([['Tia Team', 'team_admin']]);
});

test('an open list shows at once who is invited and who came in', async ({ api, administrator, as }) => {
  await place(api, 'live');
  const page = await as(administrator);
  await open(page, '/orgs/live/members');
  const made = await api.post('/api/v1/organizations/live/invitations', { email: 'lea@example.test', full_name: 'Lea Live', role: 'member' });
  await expect(rowOf(list(page, 'Members'), 'Lea Live')).toContainText('Pending');
  const token = made.link.split('/invite/')[1];
  await api.post(`/api/v1/invitations/${token}/accept`, { password });
  await expect(rowOf(list(page, 'Members'), 'Lea Live')).toContainText('Active');
});

test('from the list of all people one chooses the organization first', async ({ api, administrator, as }) => {
  await place(api, 'chosen');
  const page = await as(administrator);
  await open(page, '/users');
  await page.getByRole('link', { name: 'Invite user' }).click();
  await page.getByRole('combobox', { name: 'Organization' }).selectOption('The chosen');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.waitForURL(/\/orgs\/chosen\/invitations\/new$/);
  await review(page, 'cho@example.test', 'Cho Sen', 'Viewer');
  await expect(page.getByRole('region', { name: 'Review' })).toContainText('Preview every asset.');
});

test('an Admin is offered what an Admin may give, and a Viewer begins without boxes', async ({ api, as }) => {
  await place(api, 'offered');
  const admin = await api.createPerson({ fullName: 'Alma Admin' });
  await api.post('/api/v1/organizations/offered/members', { user_id: admin.id, role: 'admin' });
  const page = await as(admin);
  await open(page, '/orgs/offered/invitations/new');
  const role = page.getByLabel('Role', { exact: true });
  await expect(role.getByRole('option')).toHaveText(['Admin', 'Member', 'Viewer']);
  await role.selectOption('Viewer');
  await expect(page.getByLabel('Administer assets and stages')).not.toBeChecked();
});

test('a slip in the address and an address from outside are pointed out, and a member is in the way', async ({ api, administrator, as }) => {
  await place(api, 'slips');
  const page = await as(administrator);
  await open(page, '/orgs/slips/invitations/new');
  await review(page, 'tia@gmial.com', 'Tia Typo');
  const reviewed = page.getByRole('region', { name: 'Review' });
  await expect(reviewed).toContainText('Did you mean tia@gmail.com?');
  await expect(reviewed).toContainText('outside this organization');
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Tia Typo');
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/is a member of The slips already/);
});

test('sent again the old link is dead; taken back, the new one, too', async ({ api, administrator, as, visitor, problems }) => {
  problems.allow(/status of 410/);
  await place(api, 'again');
  const made = await api.post('/api/v1/organizations/again/invitations', { email: 'rea@example.test', full_name: 'Rea Resent', role: 'viewer' });
  const old = new URL(made.link).pathname;
  const page = await as(administrator);
  await open(page, '/orgs/again/invitations');
  await rowOf(invitations(page), 'Rea Resent').getByRole('button', { name: 'Resend' }).click();
  await expect(card(page, 'Rea Resent')).toBeVisible();
  await expect(page.getByLabel('Link', { exact: true })).not.toHaveValue(made.link);
  const fresh = await link(page);
  const theirs = await visitor();
  await open(theirs, old);
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('This invitation cannot be accepted');
  await open(theirs, fresh);
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('You are invited');
  await card(page, 'Rea Resent').getByRole('button', { name: 'Revoke' }).click();
  const asking = page.getByRole('dialog', { name: 'Take the invitation of Rea Resent back?' });
  await asking.getByLabel('Reason').fill('came in otherwise');
  await asking.getByRole('button', { name: 'Revoke invitation' }).click();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('taken back');
  await open(theirs, fresh);
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('This invitation cannot be accepted');
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Revoked');
  await expect(rowOf(invitations(page), 'Rea Resent')).toContainText('Revoked');
});

test('somebody who has an account signs in to accept and keeps the password', async ({ api, visitor }) => {
  await place(api, 'known');
  const person = await api.createPerson({ fullName: 'Kim Known' });
  const made = await api.post('/api/v1/organizations/known/invitations', { email: person.email.toUpperCase(), full_name: 'Kim Known', role: 'member' });
  const page = await visitor();
  await open(page, new URL(made.link).pathname);
  await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);
  await page.getByRole('link', { name: 'Sign in to accept' }).click();
  await hydrated(page);
  await page.getByLabel('E-mail or username').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/invite\//);
  await hydrated(page);
  await page.getByRole('button', { name: 'Accept invitation' }).click();
  await page.waitForURL(/\/orgs\/known\/members$/);
  await expect(rowOf(list(page, 'Members'), 'Kim Known')).toBeVisible();
});

test('many are invited by pasted lines, all or nobody, with a message for each wrong line', async ({ api, administrator, as, problems }) => {
  problems.allow(/status of 422/);
  await place(api, 'many');
  const page = await as(administrator);
  await open(page, '/orgs/many/invitations');
  await page.getByRole('link', { name: 'Invite many' }).click();
  await page.getByRole('textbox', { name: 'People' }).fill('Ann Ant <ann@example.test>, admin\nnonsense\nbob@example.test, king');
  await hydrated(page);
  await page.getByRole('button', { name: 'Invite all' }).click();
  const wrong = page.getByRole('alert').filter({ hasText: 'Nobody was invited.' });
  await expect(wrong).toContainText('Line 2:');
  await expect(wrong).toContainText('Line 3: There is no role “king”.');
  expect((await api.get('/api/v1/organizations/many/invitations')).total).toBe(0);
  await page.getByRole('textbox', { name: 'People' }).fill('Ann Ant <ann@example.test>, admin\nbob.bee@example.test');
  await page.getByRole('button', { name: 'Invite all' }).click();
  await expect(page.getByLabel('Link for Ann Ant')).toHaveValue(/\/invite\//);
  await expect(page.getByLabel('Link for Bob Bee')).toHaveValue(/\/invite\//);
  const all = await api.get('/api/v1/organizations/many/invitations');
  expect(all.items.map((it: any) => it.role).sort()).toEqual(['admin', 'member']);
});

test('roles and permissions show what each role permits, and lead to the same list', async ({ api, administrator, as }) => {
  await place(api, 'rolesgrid');
  const page = await as(administrator);
  await open(page, '/orgs/rolesgrid/roles');
  const grid = page.getByRole('region', { name: 'Permissions by role' }).getByRole('table');
  const assets = grid.getByRole('row').filter({ hasText: 'Download source files' });
  await expect(assets.getByRole('cell')).toHaveText([/yes/, /yes/, /no/, /no/]);
  await page.getByRole('navigation', { name: 'Roles & permissions' }).getByRole('link', { name: 'Users' }).click();
  await expect(page).toHaveURL(/\/orgs\/rolesgrid\/members$/);
  await expect(list(page, 'Members')).toBeVisible();
  await page.getByRole('navigation', { name: 'Roles & permissions' }).getByRole('link', { name: 'Roles & permissions' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Roles & permissions');
  await expectAccessible(page);
});

test('Invite stands at the top of the list of members, and in the bottom bar on a phone', async ({ api, administrator, as }, { project }) => {
  await place(api, 'bar');
  const page = await as(administrator);
  await open(page, '/orgs/bar/members');
  const invite = page.getByRole('link', { name: 'Invite', exact: true });
  await expect(invite).toBeInViewport({ ratio: 1 });
  const at = await invite.boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  if (project.name === 'phone') expect(at?.y).toBeGreaterThan(height * 0.75);
  else expect(at?.y).toBeLessThan(height * 0.25);
});

test('without scripts one invites, reviews, sends, and comes in', async ({ api, administrator, as, visitor }) => {
  await place(api, 'plaininvite');
  const page = await as(administrator, { javaScriptEnabled: false });
  await page.goto('/orgs/plaininvite/invitations/new');
  await review(page, 'pia@example.test', 'Pia Plain');
  await page.getByRole('button', { name: 'Create invitation' }).click();
  await expect(card(page, 'Pia Plain')).toBeVisible();
  const path = await link(page);
  const theirs = await visitor({ javaScriptEnabled: false });
  await theirs.goto(path);
  await theirs.getByLabel('Password', { exact: true }).fill('weak');
  await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
  await expect(theirs.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/at least 8 characters/i);
  await theirs.getByLabel('Password', { exact: true }).fill(password);
  await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
  await expect(theirs).toHaveURL(/\/orgs\/plaininvite\/members$/);
  await expect(rowOf(list(theirs, 'Members'), 'Pia Plain')).toBeVisible();
  const again = await api.post('/api/v1/organizations/plaininvite/invitations', { email: 'poe@example.test', full_name: 'Poe Plain', role: 'viewer' });
  await page.goto('/orgs/plaininvite/invitations');
  await rowOf(invitations(page), 'Poe Plain').getByRole('button', { name: 'Resend' }).click();
  await expect(card(page, 'Poe Plain')).toBeVisible();
  await expect(page.getByLabel('Link', { exact: true })).not.toHaveValue(again.link);
});

test('the pages of an invitation pass axe', async ({ api, administrator, as, visitor }) => {
  await place(api, 'axe');
  const made = await api.post('/api/v1/organizations/axe/invitations', { email: 'axe@example.test', full_name: 'Axel Axe', role: 'member', message: 'Hello' });
  const page = await as(administrator);
  for (const path of ['', '/new', '/bulk', `?about=${made.id}&help=true`, '?status=revoked', '/new?step=review&email=b%40example.test&full_name=B&role=viewer']) {
    await open(page, `/orgs/axe/invitations${path}`);
    await expectAccessible(page);
  }
  await open(page, '/users/invite');
  await expectAccessible(page);
  const theirs = await visitor();
  await open(theirs, new URL(made.link).pathname);
  await expectAccessible(theirs);
});

test.describe('with a mail server', () => {
  test.use({ fresh: true });
  let smtp: Smtp;

  test.beforeEach(async ({ api }) => {
    smtp = await Smtp.start();
    await api.patch('/api/v1/settings', { mail: { smtp_url: smtp.url, from: 'no-reply@mail.example' } });
    await place(api, 'mailed');
  });
  test.afterEach(async () => smtp.stop());

  test('the mail says what the role entails, its delivery is seen, and a welcome follows', async ({ administrator, as, visitor }) => {
    const page = await as(administrator);
    await open(page, '/orgs/mailed/invitations/new');
    await review(page, 'max@example.test', 'Max Mail');
    await hydrated(page);
    await page.getByRole('button', { name: 'Send invitation' }).click();
    const mail = await smtp.mailTo('max@example.test');
    expect(mail.subject).toBe('Ada Admin invites you to The mailed');
    expect(mail.text).toContain('as Member');
    expect(mail.text).toContain('Download source files.');
    await expect(card(page, 'Max Mail')).toContainText('Sent');
    await expect(page.getByLabel('Link', { exact: true })).toHaveCount(0);
    const theirs = await visitor();
    await open(theirs, mail.link('invite'));
    await theirs.getByLabel('Password', { exact: true }).fill(password);
    await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
    await theirs.waitForURL(/\/orgs\/mailed\/members$/);
    const welcome = await smtp.mailTo('max@example.test', 'Welcome');
    expect(welcome.text).not.toContain(password);
  });

  test('what did not arrive: the delivery, the address to correct, spam, resend, and the mail settings', async ({ api, administrator, as }) => {
    smtp.manner = { refuses: '550 5.1.1 No such mailbox here' };
    const page = await as(administrator);
    await api.post('/api/v1/organizations/mailed/invitations', { email: 'dia@example.tset', full_name: 'Dia Lost', role: 'viewer' });
    await open(page, '/orgs/mailed/invitations');
    const row = rowOf(invitations(page), 'Dia Lost');
    await expect(row).toContainText('Failed');
    await row.getByRole('link', { name: 'Did not arrive?' }).click();
    const help = card(page, 'Dia Lost');
    await expect(help).toContainText('550 5.1.1 No such mailbox here');
    await expect(help).toContainText('spam folder');
    await expect(help.getByRole('link', { name: 'mail settings' })).toHaveAttribute('href', '/settings/mail');
    await expect(help.getByRole('button', { name: 'Resend' })).toBeVisible();
    smtp.manner = 'takes';
    await help.getByRole('link', { name: 'Correct the address' }).click();
    await expect(page.getByLabel('E-mail')).toHaveValue('dia@example.tset');
    await review(page, 'dia@example.test', 'Dia Lost', 'Viewer');
    await hydrated(page);
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await smtp.mailTo('dia@example.test');
    await open(page, '/orgs/mailed/invitations?show_all=true');
    await expect(invitations(page).getByRole('row').filter({ hasText: 'Revoked' })).toContainText('dia@example.tset');
    await expect(invitations(page).getByRole('row').filter({ hasText: 'Sent' })).toContainText('dia@example.test');
  });
});
