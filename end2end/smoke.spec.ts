// The server is there at all.

import { expect, test } from './fluxward.ts';

test('the server says that it lives and is ready', async ({ server, request }) => {
  for (const path of ['/healthz', '/readyz']) {
    const answer = await request.get(server.url + path);
    expect(answer.status(), path).toBe(200);
  }
});
