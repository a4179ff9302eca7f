import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isLive, type Job } from '../../../src/jobs/job';
import { type JobRecord, PROGRESS_PREFIX } from '../../../src/jobs/progress';
import { wayOut } from '../jobs/way-out';
import { World } from './world';

/*
 * The whole background under orders of events that nobody thought of: commands, records that come late, twice or out of their
 * order, tabs that go and come, clocks that jump, and workers that die. What must hold is checked after every event.
 */

const RUNS = Number(process.env.LIFELINE_ORDERS ?? 20);
const SLOTS = 3;
const idOf = (slot: number) => `5f0c1b9e-6b1f-4a57-9c51-6dd9b8c3a00${slot}`;
/** The last two are one file to one place: they must never be open both. */
const urlOf = (slot: number) => `https://example.org/${Math.min(slot, SLOTS - 2)}.bin`;

const slot = fc.integer({ min: 0, max: SLOTS - 1 });
const happening = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('add' as const), slot }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('record' as const),
      slot,
      state: fc.constantFrom<JobRecord['state']>('running', 'stalled', 'verifying', 'completed', 'paused', 'failed'),
      boot: fc.constantFrom('vm1', 'vm2'),
      ago: fc.integer({ min: 0, max: 5 }),
      offset: fc.integer({ min: 0, max: 1000 }),
    }),
  },
  fc.record({ type: fc.constantFrom('pause' as const, 'relaunch' as const, 'remove' as const), slot }),
  fc.record({ type: fc.constantFrom('pause-all' as const, 'relaunch-all' as const) }),
  fc.record({ type: fc.constantFrom('close-tab' as const, 'open-tab' as const, 'stop-cell' as const) }),
  fc.record({ type: fc.constant('state' as const), state: fc.constantFrom('idle', 'disconnected', 'unknown') }),
  fc.record({ type: fc.constant('jump' as const), ms: fc.integer({ min: -3_600_000, max: 3_600_000 }) }),
  fc.record({ type: fc.constantFrom('beat' as const, 'die' as const) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What is true whatever the store says. */
class Truth {
  readonly there = new Set<string>();
  /** Durable bytes that a runtime has told of each download. */
  readonly told = new Map<string, Set<number>>();
  readonly done = new Set<string>();
  seq = 5;
}

async function play(world: World, truth: Truth, event: Happening): Promise<void> {
  switch (event.type) {
    case 'add': {
      const input = { url: urlOf(event.slot), output: '', checksum: '' };
      const downloads = [{ id: idOf(event.slot), input }];
      const answer = await world.answerTo('ui/add', { notebook: 'drive:n', downloads, consent: true });
      // Refused where no tab ever showed the notebook.
      const { added = [] } = (answer as { value: { added?: Job[] } }).value;
      for (const { id } of added) truth.there.add(id);
      return;
    }
    case 'record':
      return tell(world, truth, event);
    case 'pause':
    case 'relaunch':
    case 'remove': {
      const payload = { jobs: [idOf(event.slot)], overwriteEdited: false, consent: false };
      await world.answerTo(`ui/${event.type}`, payload);
      if (event.type === 'remove') truth.there.delete(idOf(event.slot));
      return;
    }
    case 'pause-all':
    case 'relaunch-all': {
      const jobs = Array.from({ length: SLOTS }, (_, n) => idOf(n));
      await world.answerTo(`ui/${event.type.slice(0, -'-all'.length)}`, {
        jobs,
        overwriteEdited: false,
        consent: false,
      });
      return;
    }
    case 'close-tab':
      return world.closeTab();
    case 'open-tab':
      return world.openTab();
    case 'stop-cell':
      world.tab.running = false;
      return;
    case 'state':
      world.tab.state = event.state;
      return;
    case 'jump':
      return world.jump(event.ms);
    case 'beat':
      return world.beat();
    case 'die':
      return world.killWorker();
  }
}

/** A record that the cell may have printed: `ago` numbers before the newest, so that some are late and some come twice. */
async function tell(world: World, truth: Truth, event: Happening & { type: 'record' }): Promise<void> {
  const [, token] = /"token": "([^"]+)"/.exec(world.tab.text) ?? [];
  const job = idOf(event.slot);
  const offset = event.state === 'completed' ? 1000 : event.offset;
  const record = {
    job,
    seq: ++truth.seq - event.ago,
    state: event.state,
    offset,
    size: 1000,
    rate: 1,
    eta: 1,
    engine: 'python',
    attempt: 1,
    error: event.state === 'failed' ? { code: 'server-busy', message: '', retryable: true } : null,
    path: null,
    etag: null,
    modified: null,
    verified: event.state === 'completed' ? 'size' : null,
    kept: 0,
    restarted: false,
  };
  truth.told.set(job, (truth.told.get(job) ?? new Set()).add(offset));
  if (event.state === 'completed') truth.done.add(job);
  const line = { v: 1, token, boot: event.boot, seq: truth.seq, time: 1, jobs: [record], end: null };
  if (world.tab.open && token !== undefined) await world.tell(PROGRESS_PREFIX + JSON.stringify(line));
}

function check(jobs: readonly Job[], truth: Truth): void {
  expect(new Set(jobs.map(({ id }) => id)), 'a job was lost, or came out of nothing').toEqual(truth.there);
  for (const { id, offset, state } of jobs) {
    if (offset > 0) expect([...(truth.told.get(id) ?? [])], 'progress without bytes').toContain(offset);
    if (state === 'completed') expect(truth.done, 'done without having been').toContain(id);
  }
  const open = jobs.filter(({ state }) => state !== 'completed').map(({ url }) => url);
  expect(new Set(open).size, 'two writers of one file').toBe(open.length);
}

afterEach(() => vi.restoreAllMocks());

describe('the background, whatever the order of events', () => {
  it('loses no job, believes no progress without bytes, opens no file twice, and leaves nothing waiting for nobody', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), async (events) => {
        const world = await World.create(Number.POSITIVE_INFINITY);
        const truth = new Truth();
        try {
          for (const event of events) {
            await play(world, truth, event);
            await world.rest();
            check(await world.jobs(), truth);
          }
          // From here on nothing happens any more: what is not at rest has to come to rest, or to say what it needs.
          for (let beat = 0; beat < 15; beat++) await world.beat();
          const end = await world.jobs();
          check(end, truth);
          for (const job of end) {
            expect(isLive(job), `still ${job.state}, and nobody at work`).toBe(false);
            expect(wayOut(job) === null).toBe(job.state === 'completed');
          }
        } finally {
          world.end();
        }
      }),
      { numRuns: RUNS },
    );
  });
});
