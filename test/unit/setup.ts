import 'fake-indexeddb/auto';
import { fakeBrowser } from '@webext-core/fake-browser';
import fc from 'fast-check';
import { beforeEach, vi } from 'vitest';

// A failure must come again on the next run.
fc.configureGlobal({ seed: 20261122 });

beforeEach(() => fakeBrowser.reset());

// Node 20 has no `navigator`; a service worker has, and asks it whether there is a network.
vi.stubGlobal('navigator', { onLine: true });
