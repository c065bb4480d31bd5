// Links by mail, from the mail to the page behind them: forgotten passwords, activation, registering,
// another address; and what administrators hand over when there is no mail server.

import { type Api, expect, expectAccessible, hydrated, open, type Page, signIn, test } from './fluxward.ts';
import { dialog, list, rowOf } from './screens.ts';
import { Smtp } from './smtp.ts';

const chosen = 'Mellow-River-58';

function field(page: Page, label: string) {
  return page.getByLabel(label, { exact: true });
}

async function signInWith(page: Page, login: string, password: string): Promise<void> {
  await field(page, 'E-mail or username').fill(login);
  await field(page, 'Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test.describe('with a mail server', () => {
  let smtp: Smtp;

  test.beforeEach(async ({ api }) => {
    smtp = await Smtp.start();
    await api.patch('/api/v1/settings', { mail: { smtp_url: smtp.url, from: 'no-reply@mail.example' } });
  });
  test.afterEach(async () => smtp.stop());

  test('who forgot the password is mailed a link from the sign-in page and chooses another', async ({ api, as, visitor, problems }) => {
    problems.allow(/status of (401|410|422)/);
    const person = await api.createPerson({ fullName: 'Fay Forgot' });
    const elsewhere = await as(person);
    const page = await visitor();
    await open(page, '/login');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await field(page, 'E-mail').fill(person.email);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expect(page.getByText('a mail with a link is on its way')).toBeVisible();
    const mail = await smtp.mailTo(person.email, 'Choose a new password');
    await open(page, mail.link('reset'));
    await expectAccessible(page);
    await field(page, 'New password').fill('short');
    await expect(page.getByRole('listitem').filter({ hasText: 'At least 8 characters' })).not.toContainText('met');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(field(page, 'New password')).toHaveAccessibleDescription(/at least 8 characters/i);
    await field(page, 'New password').fill(chosen);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.waitForURL('**/login?changed');
    await hydrated(page);
    await expect(page.getByText('Your password is changed')).toBeVisible();
    await expect(field(elsewhere, 'E-mail or username')).toBeVisible({ timeout: 1000 });
    await signInWith(page, person.email, chosen);
    await page.waitForURL('**/account');
    await smtp.mailTo(person.email, 'Your password was changed');
    await open(page, mail.link('reset'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link is not good any more');
    await expectAccessible(page);
  });

  test('without scripts a forgotten password is replaced by the link, too', async ({ api, visitor }) => {
    const person = await api.createPerson({ fullName: 'Nora Noscript' });
    const page = await visitor({ javaScriptEnabled: false });
    await page.goto('/forgot');
    await field(page, 'E-mail').fill(person.email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expect(page.getByText('a mail with a link is on its way')).toBeVisible();
    const mail = await smtp.mailTo(person.email, 'Choose a new password');
    await page.goto(mail.link('reset'));
    await field(page, 'New password').fill('weak');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(field(page, 'New password')).toHaveAccessibleDescription(/at least 8 characters/i);
    await field(page, 'New password').fill(chosen);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText('Your password is changed')).toBeVisible();
    await signInWith(page, person.email, chosen);
    await page.goto('/account');
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('Nora Noscript');
  });

  test('an administrator mails a link to choose a new password', async ({ api, administrator, as, visitor }) => {
    const person = await api.createPerson({ fullName: 'Lena Link' });
    const page = await as(administrator);
    await open(page, `/users/${person.id}`);
    await page.getByRole('button', { name: 'Reset password' }).click();
    const reset = dialog(page, /Reset the password of Lena Link/);
    await expect(reset.getByRole('radio', { name: 'Mail a link (recommended)' })).toBeChecked();
    await expectAccessible(page);
    await reset.getByLabel('Reason').fill('called the desk');
    await reset.getByRole('button', { name: 'Reset password' }).click();
    await expect(page.getByText(`A link was mailed to ${person.email}`)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Activity' })).toContainText('called the desk');
    const mail = await smtp.mailTo(person.email, 'Choose a new password');
    const theirs = await visitor();
    await open(theirs, mail.link('reset'));
    await field(theirs, 'New password').fill(chosen);
    await theirs.getByRole('button', { name: 'Change password' }).click();
    await theirs.waitForURL('**/login?changed');
    await signIn(theirs, { email: person.email, password: chosen });
  });

  test('a person created by mail is pending, activates the account and is signed in', async ({ administrator, as, visitor }) => {
    const page = await as(administrator);
    await open(page, '/users/new?names=parts');
    await page.getByLabel('E-mail').fill('pia@example.test');
    await page.getByLabel('First name').fill('Pia');
    await page.getByLabel('Last name').fill('Pending');
    await expect(page.getByRole('radio', { name: 'Send an activation mail (recommended)' })).toBeChecked();
    await expect(field(page, 'Initial password')).toBeHidden();
    await page.getByRole('button', { name: 'Create user' }).click();
    await expect(page.getByText('A link was mailed to pia@example.test')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Details' })).toContainText('Pending');
    const first = await smtp.mailTo('pia@example.test', 'Activate your account');
    await page.getByRole('button', { name: 'Send activation again' }).click();
    await expect.poll(() => smtp.received.filter((mail) => mail.to === 'pia@example.test').length).toBe(2);
    await open(page, '/users');
    await expect(rowOf(list(page, 'Users'), 'Pia Pending')).toContainText('Pending');
    const theirs = await visitor();
    const again = await smtp.mailTo('pia@example.test', 'Activate your account');
    expect(again.link('activate')).not.toBe(first.link('activate'));
    await open(theirs, again.link('activate'));
    await expectAccessible(theirs);
    await field(theirs, 'Password').fill(chosen);
    await theirs.getByRole('button', { name: 'Activate and sign in' }).click();
    await theirs.waitForURL('**/account');
    await expect(theirs.getByRole('region', { name: 'Profile' })).toContainText('Pia Pending');
    await expect(rowOf(list(page, 'Users'), 'Pia Pending')).toContainText('Active', { timeout: 1000 });
  });

  test('a person with an initial password is welcomed by mail, without it', async ({ administrator, as }) => {
    const page = await as(administrator);
    await open(page, '/users/new');
    await page.getByLabel('E-mail').fill('wim@example.test');
    await page.getByLabel('Full name').fill('Wim Welcome');
    await page.getByRole('radio', { name: 'Set an initial password' }).check();
    await page.getByRole('button', { name: 'Generate' }).click();
    const password = await field(page, 'Initial password').inputValue();
    await page.getByRole('button', { name: 'Create user' }).click();
    await expect(page.getByText('Hand the initial password over')).toBeVisible();
    const mail = await smtp.mailTo('wim@example.test', 'Your account is ready');
    expect(mail.text).not.toContain(password);
  });

  test('people register from the sign-in page once an administrator has switched it on', async ({ administrator, as, visitor }) => {
    const page = await visitor();
    await open(page, '/login');
    await expect(page.getByRole('link', { name: 'Register' })).toHaveCount(0);
    const settings = await as(administrator);
    await open(settings, '/settings');
    const joining = settings.getByRole('region', { name: 'Joining' });
    await joining.getByRole('checkbox', { name: /People may register themselves/ }).check();
    await joining.getByRole('button', { name: 'Save' }).click();
    await expect(joining.getByRole('status')).toHaveText('Saved');
    await open(page, '/login');
    await page.getByRole('link', { name: 'Register' }).click();
    await field(page, 'Full name').fill('Rita Registers');
    await field(page, 'E-mail').fill('rita@example.test');
    await field(page, 'Password').fill(chosen);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Register' }).click();
    await expect(page.getByText('A mail is on its way')).toBeVisible();
    const mail = await smtp.mailTo('rita@example.test', 'Confirm your e-mail address');
    await open(page, mail.link('confirm'));
    await expect(page.getByText('Rita Registers registered with rita@example.test')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    await page.waitForURL('**/login?confirmed');
    await signIn(page, { email: 'rita@example.test', password: chosen });
    await open(page, '/account');
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('None yet');
  });

  test('another e-mail address is confirmed at the new one and can be taken back from the old one', async ({ api, as, visitor }) => {
    const person = await api.createPerson({ fullName: 'Cora Change', email: 'cora@example.test' });
    const page = await as(person);
    await open(page, '/account');
    const card = page.getByRole('region', { name: 'E-mail address' });
    await card.getByLabel('New e-mail').fill('cora@new.example');
    await card.getByRole('button', { name: 'Change e-mail' }).click();
    await expect(card).toContainText('Waits to be confirmed: cora@new.example');
    await expectAccessible(page);
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('cora@example.test');
    const confirm = await smtp.mailTo('cora@new.example', 'Confirm your new e-mail address');
    const undo = await smtp.mailTo('cora@example.test', 'about to change');
    await open(page, confirm.link('email'));
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Confirm the new address' }).click();
    await page.waitForURL('**/account');
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('cora@new.example');
    const owner = await visitor();
    await open(owner, undo.link('email-undo'));
    await expectAccessible(owner);
    await owner.getByRole('button', { name: 'Take it back' }).click();
    await expect(owner.getByText('The new address is taken back')).toBeVisible();
    await expect(field(page, 'E-mail or username')).toBeVisible({ timeout: 1000 });
    const reset = await smtp.mailTo('cora@example.test', 'Choose a new password');
    await open(owner, reset.link('reset'));
    await field(owner, 'New password').fill(chosen);
    await owner.getByRole('button', { name: 'Change password' }).click();
    await owner.waitForURL('**/login?changed');
    await signIn(owner, { email: 'cora@example.test', password: chosen });
  });

  test('a change of the address that waits is cancelled on the account page', async ({ api, as }) => {
    const person = await api.createPerson({ fullName: 'Cem Cancel', email: 'cem@example.test' });
    for (const javaScriptEnabled of [true, false]) {
      const page = await as(person, { javaScriptEnabled });
      await page.goto('/account');
      if (javaScriptEnabled) await open(page, '/account');
      const card = page.getByRole('region', { name: 'E-mail address' });
      await card.getByLabel('New e-mail').fill('cem@new.example');
      await card.getByRole('button', { name: 'Change e-mail' }).click();
      await expect(card).toContainText('Waits to be confirmed: cem@new.example');
      await card.getByRole('button', { name: 'Cancel this change' }).click();
      await expect(card).not.toContainText('Waits to be confirmed');
      await expect(page.getByRole('region', { name: 'Profile' })).toContainText('cem@example.test');
    }
  });

  test('the user’s page says what became of the activation mail', async ({ api, administrator, as }) => {
    const made = await api.post('/api/v1/users', { email: 'ilse@example.test', full_name: 'Ilse Inbox' });
    const page = await as(administrator);
    await smtp.mailTo('ilse@example.test', 'Activate');
    await open(page, `/users/${made.id}`);
    const access = page.getByRole('region', { name: 'Access' });
    await expect(access).toContainText('The mail left');
    await expectAccessible(page);
    await access.getByRole('button', { name: 'Send activation again' }).click();
    await expect(access).toContainText('A link was mailed to ilse@example.test');
    await expect(access).toContainText('The mail left');
  });

  test('a sign-in from a new device is told by mail, the first one is not', async ({ api, as }) => {
    const person = await api.createPerson({ fullName: 'Dora Device' });
    await as(person);
    await as(person, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' });
    const mail = await smtp.mailTo(person.email, 'New sign-in');
    expect(mail.subject).toBe('New sign-in: Firefox on Linux');
    expect(smtp.received.filter((mail) => mail.to === person.email && mail.subject.startsWith('New sign-in'))).toHaveLength(1);
  });
});

test.describe('without a mail server', () => {
  test.use({ fresh: true });

  test('an administrator sets a temporary password, which is shown once and changed at the next sign-in', async ({ api, administrator, as, visitor, problems }) => {
    problems.allow(/status of 403/);
    const person = await api.createPerson({ fullName: 'Theo Temporary' });
    const elsewhere = await as(person);
    const page = await as(administrator);
    await open(page, `/users/${person.id}`);
    await page.getByRole('button', { name: 'Reset password' }).click();
    const reset = dialog(page, /Reset the password of Theo Temporary/);
    await reset.getByRole('radio', { name: 'Set a temporary password' }).check();
    await reset.getByRole('button', { name: 'Reset password' }).click();
    await expect(reset).toBeHidden();
    const temporary = await field(page, 'Temporary password').inputValue();
    await expectAccessible(page);
    await expect(field(elsewhere, 'E-mail or username')).toBeVisible({ timeout: 1000 });
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Theo Temporary');
    await expect(field(page, 'Temporary password')).toHaveCount(0);
    const theirs = await visitor();
    await open(theirs, '/login?next=/account');
    await signInWith(theirs, person.email, temporary);
    await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Choose a new password');
    await field(theirs, 'New password').fill(chosen);
    await theirs.getByRole('button', { name: 'Change password and sign in' }).click();
    await theirs.waitForURL('**/account');
  });

  test('without scripts a temporary password is shown once, too', async ({ api, administrator, as }) => {
    const person = await api.createPerson({ fullName: 'Paul Plain' });
    const page = await as(administrator, { javaScriptEnabled: false });
    await page.goto(`/users/${person.id}`);
    await page.getByRole('button', { name: 'Reset password' }).click();
    await page.getByRole('radio', { name: 'Set a temporary password' }).check();
    await dialog(page, /Reset the password/).getByRole('button', { name: 'Reset password' }).click();
    await expect(field(page, 'Temporary password')).toHaveValue(/^[A-Za-z0-9]{5}-/);
    await page.goto(`/users/${person.id}`);
    await expect(field(page, 'Temporary password')).toHaveCount(0);
  });

  test('the activation link is shown once, to be handed over', async ({ administrator, as, visitor, api }) => {
    const page = await as(administrator);
    await open(page, '/users/new');
    await page.getByLabel('E-mail').fill('hana@example.test');
    await page.getByLabel('Full name').fill('Hana Handed');
    await expect(page.getByRole('radio', { name: 'Make an activation link (recommended)' })).toBeChecked();
    await page.getByRole('button', { name: 'Create user' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hana Handed');
    const link = await field(page, 'One-time link').inputValue();
    await expectAccessible(page);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hana Handed');
    await expect(field(page, 'One-time link')).toHaveCount(0);
    const theirs = await visitor();
    await open(theirs, new URL(link).pathname);
    await field(theirs, 'Password').fill(chosen);
    await theirs.getByRole('button', { name: 'Activate and sign in' }).click();
    await theirs.waitForURL('**/account');
    await expect.poll(() => status(api, 'hana')).toBe('active');
  });

  test('nobody is promised a mail that cannot be sent', async ({ administrator, as, visitor }) => {
    const page = await visitor();
    await open(page, '/forgot');
    await expect(page.getByText('Ask an administrator for a new password')).toBeVisible();
    await expectAccessible(page);
    const settings = await as(administrator);
    await open(settings, '/settings');
    await expect(settings.getByRole('region', { name: 'Joining' })).toContainText('No mail server is configured');
  });
});

async function status(api: Api, search: string): Promise<string> {
  return (await api.get(`/api/v1/users?search=${search}`)).items[0]?.status;
}
