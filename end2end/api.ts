// The REST interface as a test uses it: to arrange what is not the test's subject.

import type { Server } from './server.ts';

/** Somebody who can sign in. */
export interface Person {
  id: string;
  email: string;
  username: string;
  fullName: string;
  password: string;
}

/** Who somebody shall be; everything has a default made from the name. */
export interface NewPerson {
  fullName: string;
  email?: string;
  username?: string;
  password?: string;
}

/** A signed-in caller of the REST interface. */
export class Api {
  private constructor(
    private readonly server: Server,
    private readonly token?: string,
  ) {}

  /** Signs in and keeps the access token. */
  static async signIn(server: Server, login: string, password: string): Promise<Api> {
    const answer = await new Api(server).post('/api/v1/auth/login', { login, password });
    return new Api(server, answer.access_token);
  }

  /** Makes the first administrator through the printed set-up link. */
  static async setUp(server: Server, wanted: NewPerson): Promise<Person> {
    const link = new URL(await server.setupLink());
    const person = complete(wanted);
    await new Api(server).post('/api/v1/setup', {
      setup_token: link.searchParams.get('token'),
      email: person.email,
      username: person.username,
      full_name: person.fullName,
      password: person.password,
    });
    const api = await Api.signIn(server, person.email, person.password);
    return { ...person, id: (await api.get('/api/v1/me')).id };
  }

  /** Creates somebody who has already replaced the initial password by `password`. */
  async createPerson(wanted: NewPerson): Promise<Person> {
    const person = complete(wanted);
    const initial = `Initial-${person.password}`;
    const created = await this.post('/api/v1/users', {
      email: person.email,
      username: person.username,
      full_name: person.fullName,
      password: initial,
    });
    const outside = new Api(this.server);
    const refused = await outside.send('POST', '/api/v1/auth/login', { login: person.email, password: initial });
    const { change_token } = await refused.json();
    await outside.post('/api/v1/auth/password/change', { change_token, password: person.password });
    return { ...person, id: created.id };
  }

  get(path: string): Promise<any> {
    return this.succeed('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<any> {
    return this.succeed('POST', path, body);
  }

  put(path: string, body: unknown = {}): Promise<any> {
    return this.succeed('PUT', path, body);
  }

  patch(path: string, body: unknown): Promise<any> {
    return this.succeed('PATCH', path, body);
  }

  delete(path: string, body: unknown = {}): Promise<any> {
    return this.succeed('DELETE', path, body);
  }

  /** Sends a request and returns the answer, whatever it is. */
  send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    return fetch(this.server.url + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  }

  private async succeed(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await this.send(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}

function complete(wanted: NewPerson): Omit<Person, 'id'> {
  const username = wanted.username ?? wanted.fullName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.');
  return {
    fullName: wanted.fullName,
    username,
    email: wanted.email ?? `${username}@example.test`,
    password: wanted.password ?? 'Quiet-Harbour-27',
  };
}
