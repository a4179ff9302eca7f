import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { test } from '@playwright/test';
import { report } from './table';

/* What a browser has to read: the scripts that come into each notebook, and all that the popup needs before it shows. */

const DIST = new URL('../../dist/', import.meta.url).pathname;

const zipped = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0);
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** A page with all the scripts and styles that it needs to begin, by the files' own words. */
function firstLoad(page: string): Set<string> {
  const files = new Set([page]);
  for (const file of files) {
    const text = readFileSync(join(DIST, file), 'utf8');
    const named = file.endsWith('.html')
      ? [...text.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)]
      : file.endsWith('.js')
        ? [...text.matchAll(/(?:from|import)\s?["'](\.{1,2}\/[^"']+\.js)["']/g)]
        : [];
    for (const [, path = ''] of named) files.add(path.startsWith('.') ? join(dirname(file), path) : path);
  }
  return files;
}

test('built sizes', () => {
  report([
    {
      what: 'Scripts in each notebook, gzip',
      value: kilobytes(zipped(['src/content/isolated.js', 'src/content/main.js'])),
      goal: 'under 20 kB',
    },
    {
      what: 'Popup, first load, gzip',
      value: kilobytes(zipped(firstLoad('src/popup/index.html'))),
      goal: 'under 40 kB',
    },
    ...['dashboard', 'options', 'add'].map((page) => ({
      what: `Page ${page}, first load, gzip`,
      value: kilobytes(zipped(firstLoad(`src/${page}/index.html`))),
    })),
  ]);
});
