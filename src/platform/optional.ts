import type { Browser } from 'webextension-polyfill';
import { browser } from './browser';

/** Parts of the browser's API that are there only once the user has allowed them, by a click. */
const parts = browser as Partial<Pick<Browser, 'contextMenus' | 'downloads'>>;

export type OptionalPart = 'contextMenus' | 'downloads';

/**
 * Whether it is for the user to allow: Firefox takes `contextMenus` only as a permission that is there from the start, and has no
 * `power`.
 */
export function isOptional(part: OptionalPart | 'power'): boolean {
  const optional: readonly string[] = browser.runtime.getManifest().optional_permissions ?? [];
  return optional.includes(part);
}

/** Asks the user. To be called in a click's handler, before anything is awaited. */
export function askFor(part: OptionalPart): Promise<boolean> {
  return browser.permissions.request(only(part));
}

export function giveBack(part: OptionalPart): Promise<boolean> {
  return browser.permissions.remove(only(part));
}

export function isAllowed(part: OptionalPart): Promise<boolean> {
  return browser.permissions.contains(only(part));
}

/** The polyfill's types do not know that Chrome takes `contextMenus` as optional. */
const only = (part: OptionalPart) => ({ permissions: [part as never] });

/** The context menu's API, undefined while it is not allowed. */
export const contextMenus = () => parts.contextMenus;

/** The API of the browser's own downloads, undefined while it is not allowed. */
export const browserDownloads = () => parts.downloads;
