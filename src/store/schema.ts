import type { DBSchema } from 'idb';
import type { Job } from '../jobs/job';
import type { Trail } from '../jobs/trail';
import type { Guard } from '../keepalive/guard';
import type { Session } from '../keepalive/session';
import type { FlightEntry } from './flight-event';

/** What is remembered of a notebook, by its key. Times are Unix milliseconds. */
export interface Notebook {
  key: string;
  url: string;
  title: string;
  /** Goes into the cell and comes back with each progress record, so that no other output can forge one. */
  token: string;
  consented: boolean;
  /** The user lets Colab's warning that others wrote this notebook be answered with "Run anyway"; absent before anybody was asked. */
  runUntrusted?: boolean;
  /** How its runtime is kept alive. */
  guard: Guard;
  /** What is known of the runtime that it has, or had last; null before the first. */
  session: Session | null;
  /** Whether its marked set-up cells are run on a new VM, and on which VM they were last run through. */
  setup: { enabled: boolean; doneOn: string | null };
  /** When its runtime is to be ended, and when the user has undone that. */
  release: { due: number | null; kept: number | null };
  /** Since when its user has not looked at what happened; null before the first time. */
  awaySince: number | null;
  /** What the notebook's page still has to be told; written before it is tried, cleared when the page has done it. */
  command: Command | null;
  /** Why the command could not be carried out yet. */
  trouble: { code: string; message: string } | null;
  /** Free bytes on its VM's disk and on the Drive that is mounted there, as its cell told last; absent before that. */
  room?: { disk: number | null; drive: number | null };
}

/** "Make the Lifeline cell hold the open downloads, and run it if any of them should run." Safe to repeat. */
export interface Command {
  id: string;
  overwriteEdited: boolean;
  at: number;
}

/** A job as it is stored: `openIn` is there until it is completed, so that the index over it stays small in a long history. */
export type JobRow = Job & { openIn?: string };

export interface LifelineSchema extends DBSchema {
  jobs: {
    key: string;
    value: JobRow;
    /** The last two hold completed downloads alone. */
    indexes: { openIn: string; createdAt: number; finishedAt: number; finishedIn: [string, number] };
  };
  notebooks: { key: string; value: Notebook };
  meta: { key: string; value: unknown };
  trails: { key: string; value: Trail };
  flight: { key: number; value: FlightEntry; indexes: { notebook: string } };
}
