import 'fake-indexeddb/auto';
import { fakeBrowser } from '@webext-core/fake-browser';
import fc from 'fast-check';
import { beforeEach } from 'vitest';

// A failure must come again on the next run.
fc.configureGlobal({ seed: 20261122 });

beforeEach(() => fakeBrowser.reset());
