import { jobsAndNotebooks } from './001-jobs-and-notebooks';
import { meta } from './002-meta';
import { trails } from './003-trails';
import { flightLog } from './004-flight-log';
import type { Migration } from './migration';

/** In order: the schema's version is the length of this list. */
export const migrations: readonly Migration[] = [jobsAndNotebooks, meta, trails, flightLog];
