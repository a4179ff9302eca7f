import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

/*
 * Makes the PNG icons from their SVG sources: `npx tsx test/e2e/ui/render-icons.ts`. At 16 px strokes fall between the
 * pixels of a drawing made for 128, so that size has a source of its own.
 */
const FOLDER = join(import.meta.dirname, '../../../public/icons');
const SOURCE: Record<number, string> = { 16: '-small.svg', 32: '.svg', 48: '.svg', 128: '.svg' };
/** The toolbar shows the first two sizes of each, the store and the extension's page all of the first. */
const ICONS: Record<string, number[]> = { icon: [16, 32, 48, 128], 'icon-off': [16, 32], 'icon-guarding': [16, 32] };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });
for (const [icon, sizes] of Object.entries(ICONS)) {
  for (const size of sizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const drawing = readFileSync(join(FOLDER, icon + SOURCE[size]), 'utf8');
    await page.setContent(`<style>html,body{margin:0;background:transparent}svg{display:block}</style>${drawing}`);
    await page.locator('svg').evaluate((svg, pixels) => svg.setAttribute('width', String(pixels)), size);
    writeFileSync(join(FOLDER, `${icon}-${size}.png`), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
}
await browser.close();
