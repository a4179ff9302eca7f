import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

/*
 * Makes the PNG icons from their SVG sources: `npx tsx test/e2e/ui/render-icons.ts`. At 16 px strokes fall between the
 * pixels of a drawing made for 128, so that size has a source of its own.
 */
const FOLDER = join(import.meta.dirname, '../../../public/icons');
const SOURCE: Record<number, string> = { 16: 'icon-small.svg', 32: 'icon.svg', 48: 'icon.svg', 128: 'icon.svg' };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });
for (const [size, source] of Object.entries(SOURCE)) {
  const page = await browser.newPage({ viewport: { width: Number(size), height: Number(size) } });
  const drawing = readFileSync(join(FOLDER, source), 'utf8');
  await page.setContent(`<style>html,body{margin:0;background:transparent}svg{display:block}</style>${drawing}`);
  await page.locator('svg').evaluate((svg, pixels) => svg.setAttribute('width', pixels), size);
  writeFileSync(join(FOLDER, `icon-${size}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
