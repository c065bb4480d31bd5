// The network as a test wants it: requests held back until it says so, or going nowhere.

import { expect, type Page, type Request, type Route } from '@playwright/test';

/** Holds back every request to some addresses, and lets them through one at a time. */
export class Gate {
  private readonly held: Route[] = [];
  private isOpen = false;

  private constructor(private readonly page: Page) {}

  /** Closes the gate before requests whose path begins with `path`. */
  static async before(page: Page, path: string): Promise<Gate> {
    const gate = new Gate(page);
    await page.route(
      (url) => url.pathname.startsWith(path),
      async (route) => {
        if (gate.isOpen) await route.continue();
        else gate.held.push(route);
      },
    );
    return gate;
  }

  /** How many requests wait at this moment. */
  get waiting(): number {
    return this.held.length;
  }

  /** What the request that waits longest would send. */
  get next(): unknown {
    return this.held[0]?.request().postDataJSON();
  }

  /** Waits for a request, checks that it is the only one, lets it through, and waits for its answer. */
  async pass(): Promise<void> {
    await expect.poll(() => this.held.length).toBe(1);
    const route = this.held.shift();
    const answered = this.page.waitForResponse((response) => response.request() === route?.request());
    await route?.continue();
    await answered;
  }

  /** Lets everything through from now on. */
  async open(): Promise<void> {
    this.isOpen = true;
    await Promise.all(this.held.splice(0).map((route) => route.continue()));
  }
}

/** Records the requests to a path, in the order in which they are sent, and whether any overlapped. */
export class Recorder {
  readonly bodies: any[] = [];
  /** The most requests that were ever on their way at the same time. */
  mostAtOnce = 0;
  private underWay = new Set<Request>();

  constructor(page: Page, path: string) {
    page.on('request', (request) => {
      if (new URL(request.url()).pathname !== path) return;
      this.bodies.push(request.postDataJSON());
      this.underWay.add(request);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay.size);
    });
    page.on('requestfinished', (request) => this.underWay.delete(request));
    page.on('requestfailed', (request) => this.underWay.delete(request));
  }
}
