import { defineConfig } from '@playwright/test';
import { appUrl, chromium } from './support/environment.mjs';

export default defineConfig({
  testDir: './specs',
  testMatch: '**/*.spec.mjs',
  outputDir: './test-results',
  // Two cores carry the browsers and the whole back end.
  workers: 2,
  fullyParallel: false,
  // A test that passes only sometimes is broken.
  retries: 0,
  forbidOnly: true,
  timeout: 45_000,
  expect: { timeout: 8_000 },
  reporter: [['list', { printSteps: false }]],
  use: {
    browserName: 'chromium',
    baseURL: appUrl,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 8_000,
    navigationTimeout: 15_000,
    // Without the film of the screen, which costs more than the tests themselves where no GPU draws.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: true },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
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
});
