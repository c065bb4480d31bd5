// Mail: the server set up and proven, what became of each mail, and how each will look.

import { expect, expectAccessible, open, test } from './fluxward.ts';
import { Smtp } from './smtp.ts';

test.describe('mail', () => {
  test.use({ fresh: true });
  let smtp: Smtp;

  test.beforeEach(async () => {
    smtp = await Smtp.start();
  });
  test.afterEach(async () => smtp.stop());

  test('the mail server is set up, and a test mail arrives with the server’s own words', async ({ administrator, as }) => {
    const page = await as(administrator);
    await open(page, '/settings');
    await page.getByRole('link', { name: 'Mail server, outbox and messages' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mail');
    await page.getByLabel('Address').fill(smtp.url);
    await page.getByLabel('Sender').fill('Fluxward <no-reply@mail.example>');
    const server = page.getByRole('region', { name: 'Mail server' });
    await server.getByRole('button', { name: 'Save' }).click();
    await expect(server.getByRole('status')).toHaveText('Saved');
    await page.getByLabel('To', { exact: true }).fill('postmaster@mail.example');
    await page.getByRole('button', { name: 'Send test mail' }).click();
    await expect(page.getByText('The mail server says: 250 2.0.0 Ok: queued')).toBeVisible();
    const mail = await smtp.mailTo('postmaster@mail.example');
    expect(mail.subject).toBe('Test mail from Fluxward');
    expect(mail.header('From')).toContain('no-reply@mail.example');
  });

  test('a refused test mail shows what the server said, and a wrong address is refused beside its field', async ({ administrator, as, api, problems }) => {
    problems.allow(/409|422/);
    await api.patch('/api/v1/settings', { mail: { smtp_url: smtp.url } });
    smtp.manner = { refuses: '554 5.7.1 Relaying denied' };
    const page = await as(administrator);
    await open(page, '/settings/mail');
    await page.getByLabel('To', { exact: true }).fill('postmaster@mail.example');
    await page.getByRole('button', { name: 'Send test mail' }).click();
    await expect(page.getByRole('region', { name: 'Test delivery' })).toContainText('554 5.7.1 Relaying denied');
    await page.getByLabel('Address').fill('mail.example:25');
    await page.getByRole('region', { name: 'Mail server' }).getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/Enter smtp:\/\/host:port/)).toBeVisible();
  });

  test('every kind of mail is previewed, and axe finds nothing', async ({ administrator, as }) => {
    const page = await as(administrator);
    await open(page, '/settings/mail');
    await page.getByText('Test', { exact: true }).click();
    await expect(page.getByText('Mails from Fluxward arrive.')).toBeVisible();
    await expectAccessible(page);
  });

  test('without scripts the mail server is saved and tested', async ({ administrator, as }) => {
    const page = await as(administrator, { javaScriptEnabled: false });
    await page.goto('/settings/mail');
    await page.getByLabel('Address').fill(smtp.url);
    await page.getByRole('region', { name: 'Mail server' }).getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Address')).toHaveValue(smtp.url);
    await page.getByLabel('To', { exact: true }).fill('postmaster@mail.example');
    await page.getByRole('button', { name: 'Send test mail' }).click();
    await expect(page.getByText('Delivered.')).toBeVisible();
    await smtp.mailTo('postmaster@mail.example');
  });
});
