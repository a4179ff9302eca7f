/**
 * The one door to the browser's API. webextension-polyfill is final (its README, 2026-07-30): Chrome 148 and later have
 * `browser` natively, so dropping it will be a change of this file alone.
 */
export { default as browser } from 'webextension-polyfill';
