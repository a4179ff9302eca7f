import { expect, it } from 'vitest';
import { RELEASE_AFTER_MS, type ReleaseSigns, releaseDue } from '../../../src/keepalive/release';

const NOW = 10_000_000;
const signs: ReleaseSigns = { wanted: true, doneAt: NOW - 1000, idle: true, now: NOW };
const none = { due: null, kept: null };

it('counts down from the moment at which all is done', () => {
  const due = releaseDue(none, signs);
  expect(due).toBe(NOW + RELEASE_AFTER_MS);
  expect(releaseDue({ due, kept: null }, { ...signs, now: NOW + 60_000 })).toBe(due);
});

it.each<[string, Partial<ReleaseSigns>]>([
  ['the user does not want it', { wanted: false }],
  ['a cell runs, or the page is not connected', { idle: false }],
  ['nothing was downloaded here, or not all is complete and verified', { doneAt: null }],
])('does not, and stops counting, where %s', (_, changed) => {
  expect(releaseDue({ due: NOW + 1, kept: null }, { ...signs, ...changed })).toBeNull();
});

it('is undone until a later download ends', () => {
  const kept = NOW;
  expect(releaseDue({ due: null, kept }, signs)).toBeNull();
  expect(releaseDue({ due: null, kept }, { ...signs, doneAt: NOW + 1, now: NOW + 2 })).toBe(NOW + 2 + RELEASE_AFTER_MS);
});

it('begins anew where the clock was set back, or the computer slept through its end', () => {
  expect(releaseDue({ due: NOW + 9 * RELEASE_AFTER_MS, kept: null }, signs)).toBe(NOW + RELEASE_AFTER_MS);
  expect(releaseDue({ due: NOW - 8 * 3_600_000, kept: null }, signs)).toBe(NOW + RELEASE_AFTER_MS);
});

it('is due though the clock beat a little late', () => {
  expect(releaseDue({ due: NOW - 60_000, kept: null }, signs)).toBe(NOW - 60_000);
});
