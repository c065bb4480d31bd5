// What ends by itself: roles, seats in teams and memberships, felt in open pages like a revocation.

import { type Api, expect, open, type Page, type Person, test } from './fluxward.ts';

/** The browser's own line about what the server refuses, as it should. */
const refused = /the server responded with a status of 4/;

/** The REST interface of one organization. */
function at(slug: string): string {
  return `/api/v1/organizations/${slug}`;
}

/** An organization with the project Website, and somebody who belongs to it. */
async function arrange(api: Api, slug: string, fullName: string): Promise<Person> {
  await api.post('/api/v1/organizations', { name: `The ${slug}`, slug });
  await api.post(`${at(slug)}/projects`, { name: 'Website', slug: 'website' });
  const person = await api.createPerson({ fullName });
  await api.post(`${at(slug)}/members`, { user_id: person.id, role: 'member' });
  return person;
}

/** A moment soon enough to wait for, and far enough for a page to be open before. */
function soon(): string {
  return new Date(Date.now() + 8_000).toISOString();
}

/** The page is open, and then, by itself, no more. */
async function ends(page: Page, path: string, heading: string): Promise<void> {
  await open(page, path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(heading, { timeout: 20_000 });
  await expect(page.getByRole('main')).toContainText(/You may not do this|There is nothing here/);
}

/** What the log of the organization says about somebody. */
async function actions(api: Api, slug: string, person: Person): Promise<string[]> {
  const log = await api.get(`/api/v1/activity?organization=${slug}&target=${person.id}`);
  return log.items.map((event: { action: string }) => event.action);
}

test('a role that ends takes the open page with it, and the log says so', async ({ api, as, problems }) => {
  problems.allow(refused);
  const rita = await arrange(api, 'endrole', 'Rita Role');
  const page = await as(rita);
  await api.put(`${at('endrole')}/projects/website/members/${rita.id}`, { role: 'reader', expires_at: soon() });
  await ends(page, '/orgs/endrole/projects/website', 'Website');
  await expect.poll(() => actions(api, 'endrole', rita)).toContain('role.expired');
});

test('a seat in a team that ends takes what the team holds', async ({ api, as, problems }) => {
  problems.allow(refused);
  const tina = await arrange(api, 'endseat', 'Tina Team');
  await api.post(`${at('endseat')}/teams`, { name: 'Crew', slug: 'crew' });
  await api.put(`${at('endseat')}/projects/website/teams/crew`, { role: 'reader' });
  const page = await as(tina);
  await api.put(`${at('endseat')}/teams/crew/members/${tina.id}`, { expires_at: soon() });
  await ends(page, '/orgs/endseat/projects/website', 'Website');
  await expect.poll(() => actions(api, 'endseat', tina)).toContain('team.left');
});

test('a membership that ends takes the organization', async ({ api, as, problems }) => {
  problems.allow(refused);
  const mona = await arrange(api, 'endmember', 'Mona Member');
  const page = await as(mona);
  await api.patch(`${at('endmember')}/members/${mona.id}`, { expires_at: soon() });
  await ends(page, '/orgs/endmember/members', 'Members');
  await expect.poll(() => actions(api, 'endmember', mona)).toContain('member.expired');
});
