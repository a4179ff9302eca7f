/** Stands in for webextension-polyfill: an in-memory browser whose events a test triggers. */
export { fakeBrowser as default } from '@webext-core/fake-browser';
