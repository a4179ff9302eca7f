import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/artifacts',
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // Each worker runs a browser, a twin and kernels: two fill the two cores of a small machine.
  workers: 2,
  fullyParallel: true,
  // A test that passes only at the second try is a bug.
  retries: 0,
  // Tests that take long and differ little from others run by choice, so that the rest stays quick.
  grepInvert: process.env.LIFELINE_LONG === undefined ? /@long/ : [],
  reporter: [['list']],
});
