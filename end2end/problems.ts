// What no page may do, whatever the test is about: report, throw, or break its own policy.

import type { BrowserContext, Page } from '@playwright/test';

/** Collects what goes wrong in every page of the contexts it watches. */
export class Problems {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  /** Lets pass what the test provokes, such as the browser's own line about a refused request. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  /** Watches every page of a context, those opened later too. */
  async watch(context: BrowserContext): Promise<void> {
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy violation: ${event.violatedDirective} by ${event.blockedURI}`);
      });
    });
    for (const page of context.pages()) this.listen(page);
    context.on('page', (page) => this.listen(page));
  }

  /** What was found and not allowed. */
  get remaining(): string[] {
    return this.found.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
  }

  private listen(page: Page): void {
    page.on('pageerror', (error) => this.found.push(`${page.url()}: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.found.push(`${page.url()}: ${message.text()} (${message.location().url})`);
    });
  }
}
