// Real Chromium, real server: how the browser tests run.
//
// Both sizes run every test. Nothing is retried: a test that passes at the second try has found
// something, and it is not the network.

import { defineConfig } from '@playwright/test';
import type { Options } from './fluxward.ts';

const chromium = process.env.FLUXWARD_CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig<Options>({
  testDir: '.',
  testMatch: '*.spec.ts',
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    // Recording slows every test down: FLUXWARD_TRACE=1 while looking for something.
    trace: process.env.FLUXWARD_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: chromium,
      // No call of the browser's own leaves the machine.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
  ],
});
