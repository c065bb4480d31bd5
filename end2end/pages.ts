// Every page there is, for the tests that go through all of them.

import { type Api, type Person } from './fluxward.ts';

/** A page to visit. */
export interface Visit {
  /** What it is, for a step's title or a picture's name. */
  name: string;
  path: string;
}

/** The pages that nobody has to sign in for. */
export const publicPages: Visit[] = [
  { name: 'login', path: '/login' },
  { name: 'forgotten password', path: '/forgot' },
  { name: 'register', path: '/register' },
  { name: 'a link to a new password that is not good', path: '/reset/nothing' },
  { name: 'an activation link that is not good', path: '/activate/nothing' },
  { name: 'a confirmation that is not good', path: '/confirm/nothing' },
  { name: 'a new address that is not good', path: '/email/nothing' },
  { name: 'second factor, for a stranger', path: '/second-factor' },
  { name: 'setup when it is used up', path: '/setup?token=nothing' },
  { name: 'an invitation that is none', path: '/invite/nothing' },
];

/** The pages of somebody signed in: full, empty, and in error. */
export async function signedInPages(api: Api): Promise<Visit[]> {
  const person = await arrange(api);
  return [
    { name: 'home', path: '/' },
    { name: 'users', path: '/users' },
    { name: 'users, all', path: '/users?show_all=true' },
    { name: 'users, nothing found', path: '/users?search=nobody-is-called-this' },
    { name: 'new user', path: '/users/new' },
    { name: 'user', path: `/users/${person.id}` },
    { name: 'organizations', path: '/orgs' },
    { name: 'new organization', path: '/orgs/new' },
    { name: 'organization', path: '/orgs/northwind' },
    { name: 'members', path: '/orgs/northwind/members' },
    { name: 'members, nothing found', path: '/orgs/northwind/members?search=nobody-is-called-this' },
    { name: 'members to select', path: '/orgs/northwind/members/select' },
    { name: 'members to select, narrowed down', path: '/orgs/northwind/members/select?role=member' },
    { name: 'no members to select', path: '/orgs/northwind/members/select?search=nobody-is-called-this' },
    { name: 'recent bulk changes', path: '/orgs/northwind/members/bulk' },
    { name: 'no bulk changes', path: '/orgs/southwind/members/bulk' },
    { name: 'a bulk change', path: `/orgs/northwind/members/bulk/${await bulk(api, person)}` },
    { name: 'member', path: `/orgs/northwind/members/${person.id}` },
    { name: 'a role for a member', path: `/orgs/northwind/members/${person.id}?add=role` },
    { name: 'activity of an organization', path: '/orgs/northwind/activity' },
    { name: 'settings of an organization', path: '/orgs/northwind/settings' },
    { name: 'members in the settings', path: '/orgs/northwind/settings/members' },
    { name: 'invitations', path: '/orgs/northwind/invitations' },
    { name: 'no invitations', path: '/orgs/southwind/invitations' },
    { name: 'invite', path: '/orgs/northwind/invitations/new' },
    { name: 'invite many', path: '/orgs/northwind/invitations/bulk' },
    { name: 'import people', path: '/orgs/northwind/members/import' },
    { name: 'invite, from the list of all people', path: '/users/invite' },
    { name: 'roles and permissions', path: '/orgs/northwind/roles' },
    { name: 'workspaces and projects', path: '/orgs/northwind/workspaces' },
    { name: 'no workspaces', path: '/orgs/southwind/workspaces' },
    { name: 'new workspace', path: '/orgs/northwind/workspaces?new=workspace' },
    { name: 'workspace', path: '/orgs/northwind/workspaces/design' },
    { name: 'adding to a workspace', path: `/orgs/northwind/workspaces/design?add=person&find=Mona&person=${person.id}` },
    { name: 'project', path: '/orgs/northwind/projects/website' },
    { name: 'teams', path: '/orgs/northwind/teams' },
    { name: 'team', path: '/orgs/northwind/teams/crew' },
    { name: 'who may what', path: '/orgs/northwind/access' },
    { name: 'who may what in a workspace', path: '/orgs/northwind/access?scope=northwind/design&permission=changes.review' },
    { name: 'requests for access', path: '/orgs/northwind/requests' },
    { name: 'no requests of one’s own', path: '/orgs/northwind/requests?show=mine' },
    { name: 'asking for access', path: '/orgs/northwind/requests/new?scope=northwind/design' },
    { name: 'a role', path: '/orgs/northwind/roles/approver' },
    { name: 'a base role', path: '/orgs/northwind/roles/owner' },
    { name: 'new role', path: '/orgs/northwind/roles/new' },
    { name: 'two roles', path: '/orgs/northwind/roles/compare' },
    { name: 'what somebody may do, and why not', path: `/orgs/northwind/members/${person.id}/access?why=licences.edit&change=0` },
    { name: 'what I may do', path: '/account/access' },
    { name: 'another plan', path: '/orgs/northwind/settings?plan=starter' },
    { name: 'empty organization', path: '/orgs/southwind/members' },
    { name: 'activity', path: '/activity' },
    { name: 'activity, nothing found', path: '/activity?action=nothing' },
    { name: 'settings', path: '/settings' },
    { name: 'a plan, before it is saved', path: '/settings?step=review&plan=team&module=assets' },
    { name: 'account', path: '/account' },
    { name: 'password', path: '/password' },
    { name: 'a page that is not there', path: '/nowhere' },
    { name: 'an organization that is not there', path: '/orgs/nowhere/members' },
  ];
}

/** People of all roles and statuses in one organization, and another with its owner alone. */
async function arrange(api: Api): Promise<Person> {
  await api.post('/api/v1/organizations', { name: 'Northwind', slug: 'northwind' });
  await api.post('/api/v1/organizations', { name: 'Southwind', slug: 'southwind' });
  const wanted: [string, string][] = [
    ['Olive Owner', 'owner'],
    ['Adam Admin', 'admin'],
    ['Mona Member', 'member'],
    ['Victor Viewer', 'viewer'],
    ['Ines Inactive', 'member'],
    ['Maximiliane-Alexandra von und zu Hohenlohe-Schillingsfürst', 'member'],
  ];
  const people: Person[] = [];
  for (const [fullName, role] of wanted) {
    const username = (fullName.split(' ')[0] ?? '').toLowerCase();
    const person = await api.createPerson({ fullName, username });
    await api.post('/api/v1/organizations/northwind/members', { user_id: person.id, role, reason: 'the team grows' });
    people.push(person);
  }
  const [owner, , member, , inactive] = people;
  for (const [full_name, role] of [['Paula Pending', 'member'], ['Peer Pending', 'viewer']]) {
    const email = `${full_name?.split(' ')[0]?.toLowerCase()}@example.test`;
    await api.post('/api/v1/organizations/northwind/invitations', { email, full_name, role });
  }
  await arrangePlaces(api, people);
  await api.post(`/api/v1/users/${inactive?.id}/deactivate`, { reason: 'on leave' });
  await api.put(`/api/v1/organizations/northwind/members/${member?.id}/privileges/tags`, { granted: true });
  return member ?? (owner as Person);
}

/** A bulk change in the first organization, which one of two refuses. */
async function bulk(api: Api, person: Person): Promise<string> {
  const { id } = await api.get('/api/v1/me');
  const change = { privilege: 'tags', granted: true };
  const run = await api.post('/api/v1/organizations/northwind/members/bulk', { users: [person.id, id], change });
  return run.id;
}

/** Two workspaces, projects and a team in the first organization, with people in them. */
async function arrangePlaces(api: Api, people: Person[]): Promise<void> {
  const northwind = '/api/v1/organizations/northwind';
  const [, admin, member, viewer] = people;
  await api.post(`${northwind}/workspaces`, { name: 'Design', slug: 'design' });
  await api.post(`${northwind}/workspaces`, { name: 'Sound', slug: 'sound' });
  await api.post(`${northwind}/projects`, { name: 'Website', slug: 'website', workspace: 'design' });
  await api.post(`${northwind}/projects`, { name: 'Summer festival', slug: 'festival' });
  await api.post(`${northwind}/teams`, { name: 'Crew', slug: 'crew' });
  for (const role of ['approver', 'requester']) {
    await api.put(`${northwind}/workspaces/design/members/${member?.id}/roles/${role}`);
  }
  const until = { expires_at: '2099-12-01T08:00:00Z' };
  await api.put(`${northwind}/workspaces/design/members/${admin?.id}/roles/team_admin`, until);
  await api.put(`${northwind}/workspaces/design/teams/crew/roles/approver`);
  await api.put(`${northwind}/teams/crew/members/${viewer?.id}`, until);
  await api.put(`${northwind}/projects/website/members/${member?.id}`, { role: 'contributor' });
}
