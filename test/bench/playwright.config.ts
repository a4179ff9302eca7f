import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/bench',
  workers: 1,
  timeout: 120_000,
  reporter: [['list']],
});
