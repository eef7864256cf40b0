import { defineConfig } from '@playwright/test';

/** The built pages in a headless browser, over the recorded demo county, under the application's own security policy. */
export default defineConfig({
  testDir: 'browser',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  reporter: [['list', { printSteps: false }]],
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: 'http://localhost:4173',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--disable-sync',
        '--no-first-run',
        '--no-pings',
      ],
    },
  },
  webServer: { command: 'npm run --silent preview', url: 'http://localhost:4173', reuseExistingServer: false },
});
