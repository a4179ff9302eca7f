import 'fake-indexeddb/auto';
import { fakeBrowser } from '@webext-core/fake-browser';
import fc from 'fast-check';
import { beforeEach, vi } from 'vitest';

// A failure must come again on the next run.
fc.configureGlobal({ seed: 20261122 });

beforeEach(() => fakeBrowser.reset());

// The default of a second is over before the condition can be true where the machine is busy.
const { waitFor } = vi;
vi.waitFor = (condition, options = {}) =>
  waitFor(condition, typeof options === 'number' ? options : { timeout: 20_000, interval: 5, ...options });

// Node 20 has neither; a service worker has, and hears through them of the network.
vi.stubGlobal('navigator', { onLine: true });
vi.stubGlobal('addEventListener', () => undefined);

// What the in-memory browser lacks, and no unit test looks at.
const nothing = async () => undefined;
Object.assign(fakeBrowser.action, { setIcon: nothing, setTitle: nothing });
Object.assign(fakeBrowser.commands.onCommand, { addListener: nothing });
Object.assign(fakeBrowser.permissions, { contains: async () => false });
for (const event of [
  fakeBrowser.runtime.onConnect,
  fakeBrowser.permissions.onAdded,
  fakeBrowser.permissions.onRemoved,
  fakeBrowser.omnibox.onInputStarted,
  fakeBrowser.omnibox.onInputEntered,
  fakeBrowser.downloads.onCreated,
  fakeBrowser.downloads.onChanged,
])
  Object.assign(event, { addListener: nothing });
// Not there until the user allows it.
Object.assign(fakeBrowser, { contextMenus: undefined });
Object.assign(fakeBrowser.scripting, { getRegisteredContentScripts: async () => [] });
Object.assign(fakeBrowser.tabs, { update: nothing });
