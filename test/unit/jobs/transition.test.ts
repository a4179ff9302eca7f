import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJob, type InterruptReason, isLive, type Job, type JobState } from '../../../src/jobs/job';
import type { JobRecord } from '../../../src/jobs/progress';
import { type JobEvent, transition } from '../../../src/jobs/transition';
import { wayOut } from './way-out';

const job = createJob({
  id: 'j',
  notebook: 'drive:n',
  url: 'https://example.org/a.bin',
  output: '',
  checksum: null,
  at: 1,
});

function record(change: Partial<JobRecord> = {}): JobRecord {
  return {
    job: 'j',
    seq: 1,
    state: 'running',
    offset: 100,
    size: 1000,
    rate: 10,
    eta: 90,
    engine: 'python',
    attempt: 1,
    error: null,
    notice: null,
    copy: null,
    path: '/content/a.bin',
    etag: '"e"',
    modified: null,
    verified: null,
    kept: 0,
    restarted: false,
    ...change,
  };
}

function after(...events: JobEvent[]): Job {
  return events.reduce(transition, job);
}

const launch: JobEvent = { type: 'launch', at: 2, by: 'user' };
const heard = (change: Partial<JobRecord> = {}, boot = 'vm1'): JobEvent => ({
  type: 'record',
  at: 3,
  boot,
  record: record(change),
});

describe('transition', () => {
  it('goes the plain way from queued to completed', () => {
    const states: JobState[] = [];
    let current = job;
    for (const event of [
      launch,
      heard(),
      heard({ seq: 2, state: 'verifying', offset: 1000 }),
      heard({ seq: 3, state: 'completed', offset: 1000, verified: 'sha256' }),
    ]) {
      current = transition(current, event);
      states.push(current.state);
    }
    expect(states).toEqual(['starting', 'running', 'verifying', 'completed']);
    expect(current).toMatchObject({ offset: 1000, verified: 'sha256', finishedAt: 3, rate: 0 });
  });

  it('keeps offset, validators and VM when it is interrupted, and says why', () => {
    const interrupted = after(launch, heard(), { type: 'interrupt', at: 4, reason: 'tab-closed' });
    expect(interrupted).toMatchObject({
      state: 'interrupted',
      reason: 'tab-closed',
      offset: 100,
      etag: '"e"',
      boot: 'vm1',
    });
  });

  it('comes back by itself when the runtime is heard again', () => {
    const back = after(
      launch,
      heard(),
      { type: 'interrupt', at: 4, reason: 'tab-closed' },
      heard({ seq: 2, offset: 200 }),
    );
    expect(back).toMatchObject({ state: 'running', reason: null, offset: 200 });
  });

  it('says what a new VM has lost', () => {
    const moved = after(
      launch,
      heard({ offset: 700 }),
      { type: 'interrupt', at: 4, reason: 'disconnected' },
      launch,
      heard({ state: 'starting', offset: 0, kept: null }, 'vm2'),
      heard({ seq: 2, offset: 900, kept: 0 }, 'vm2'),
    );
    expect(moved).toMatchObject({
      state: 'running',
      offset: 900,
      boot: 'vm2',
      lost: { bytes: 700, cause: 'vm-replaced' },
    });
  });

  it('loses nothing when the new VM has the bytes, as with a copy on Drive', () => {
    expect(after(launch, heard({ offset: 700 }), launch, heard({ offset: 700, kept: 700 }, 'vm2')).lost).toBeNull();
  });

  it('ignores what an earlier VM had printed', () => {
    const moved = after(launch, heard({ seq: 9, offset: 700 }), heard({ offset: 5 }, 'vm2'));
    expect(transition(moved, heard({ seq: 10, offset: 800 }, 'vm1'))).toBe(moved);
  });

  it('does not let a late record overrule a pause, but takes its bytes', () => {
    const paused = after(launch, heard(), { type: 'pause', at: 4 }, heard({ seq: 2, offset: 300 }));
    expect(paused).toMatchObject({ state: 'paused', offset: 300, rate: 0 });
  });

  it('shows a pause by interrupting the cell as paused, and a later run as running', () => {
    const paused = after(launch, heard(), heard({ seq: 2, state: 'paused' }));
    expect(paused.state).toBe('paused');
    expect(transition(paused, heard({ seq: 3 })).state).toBe('running');
  });

  it('does not take the old pause for the answer to a new launch', () => {
    expect(after(launch, heard(), { type: 'pause', at: 4 }, launch, heard({ seq: 2, state: 'paused' })).state).toBe(
      'starting',
    );
  });

  it('does not count a record that waits for its turn as a loss', () => {
    const queued = after(
      launch,
      heard({ offset: 700 }),
      launch,
      heard({ seq: 2, state: 'queued', offset: 0, kept: null }),
    );
    expect(queued).toMatchObject({ state: 'queued', offset: 700, lost: null });
  });

  it('does not believe a completion that is short of its size', () => {
    const running = after(launch, heard());
    expect(transition(running, heard({ seq: 2, state: 'completed', offset: 999 }))).toBe(running);
  });

  it('fails with the reason that the page gave, and can be launched again', () => {
    const error = { code: 'read-only', message: '', retryable: true };
    const refused = after(launch, { type: 'refuse', at: 3, error });
    expect(refused).toMatchObject({ state: 'failed', error });
    expect(transition(refused, launch)).toMatchObject({ state: 'starting', error: null });
  });

  it('counts the relaunches by itself until bytes flow again, and drops the plan when it is carried out or made void', () => {
    const stopped: JobEvent = { type: 'interrupt', at: 4, reason: 'silent' };
    const plan: JobEvent = { type: 'plan', at: 4, due: 99 };
    const planned = after(launch, heard(), stopped, plan);
    expect(planned.relaunchAt).toBe(99);
    const again = transition(planned, { type: 'launch', at: 99, by: 'plan' });
    expect(again).toMatchObject({ state: 'starting', relaunches: 1, relaunchAt: null });
    expect(transition(again, heard({ seq: 2, offset: 100 })).relaunches).toBe(1);
    expect(transition(again, heard({ seq: 2, offset: 101 })).relaunches).toBe(0);
    expect(transition(planned, { type: 'pause', at: 5 }).relaunchAt).toBeNull();
    expect(transition(again, plan)).toBe(again);
  });
});

describe('a reason', () => {
  const because = (...reasons: InterruptReason[]) =>
    after(launch, ...reasons.map((reason): JobEvent => ({ type: 'interrupt', at: 4, reason }))).reason;

  it.each<[InterruptReason[], InterruptReason]>([
    [['silent', 'disconnected'], 'disconnected'],
    [['tab-closed', 'browser-closed'], 'tab-closed'],
    [['disconnected', 'cell-stopped'], 'disconnected'],
    [['disconnected', 'tab-closed'], 'tab-closed'],
    [['vm-replaced', 'disconnected', 'tab-closed'], 'vm-replaced'],
    [['tab-closed', 'kernel-restarted'], 'kernel-restarted'],
  ])('%j is told as %s', (reasons, told) => {
    expect(because(...reasons)).toBe(told);
  });
});

const arbitraryRecord = fc
  .record({
    seq: fc.integer({ min: 0, max: 30 }),
    state: fc.constantFrom<JobRecord['state']>(
      'queued',
      'starting',
      'running',
      'stalled',
      'verifying',
      'completed',
      'paused',
      'failed',
    ),
    offset: fc.integer({ min: 0, max: 1000 }),
    restarted: fc.boolean(),
    kept: fc.option(fc.integer({ min: 0, max: 1000 })),
  })
  .map((change) => record(change));

const arbitraryEvent: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.record({
    type: fc.constant('launch' as const),
    at: fc.nat(),
    by: fc.constantFrom('user' as const, 'plan' as const),
  }),
  fc.record({ type: fc.constant('plan' as const), at: fc.nat(), due: fc.nat() }),
  fc.record({ type: fc.constant('pause' as const), at: fc.nat() }),
  fc.record({
    type: fc.constant('interrupt' as const),
    at: fc.nat(),
    reason: fc.constantFrom<InterruptReason>(
      'tab-closed',
      'tab-discarded',
      'browser-closed',
      'disconnected',
      'kernel-restarted',
      'cell-stopped',
      'silent',
      'vm-replaced',
    ),
  }),
  fc.record({
    type: fc.constant('record' as const),
    at: fc.nat(),
    boot: fc.constantFrom('vm1', 'vm2', 'vm3'),
    record: arbitraryRecord,
  }),
  fc.record({
    type: fc.constant('refuse' as const),
    at: fc.nat(),
    error: fc.constant({ code: 'x', message: '', retryable: true }),
  }),
);

describe('transition, whatever the order of events', () => {
  const histories = fc.array(arbitraryEvent, { maxLength: 40 });

  it('invents no progress: an offset changes only by a record, to what the record says', () => {
    fc.assert(
      fc.property(histories, (events) => {
        let current = job;
        for (const event of events) {
          const next = transition(current, event);
          if (next.offset !== current.offset) {
            expect(event.type).toBe('record');
            if (event.type === 'record') expect(next.offset).toBe(event.record.offset);
          }
          if (next.offset < current.offset && next.offsetBoot === current.offsetBoot) {
            expect(next.lost?.bytes).toBe(current.offset - next.offset);
          }
          current = next;
        }
      }),
    );
  });

  it('never leaves completed', () => {
    fc.assert(
      fc.property(histories, (events) => {
        let current = job;
        for (const event of events) {
          const next = transition(current, event);
          if (current.state === 'completed') expect(next).toBe(current);
          current = next;
        }
      }),
    );
  });

  it('counts a record once: the second time it changes nothing', () => {
    fc.assert(
      fc.property(histories, arbitraryRecord, (events, again) => {
        const event: JobEvent = { type: 'record', at: 5, boot: 'vm1', record: again };
        const once = transition(events.reduce(transition, job), event);
        expect(transition(once, event)).toBe(once);
      }),
    );
  });

  it('loses no job, and leaves every one that is not done a way on: by itself, by a plan, or by what the user is told', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const end = events.reduce(transition, job);
        expect({ ...end, id: job.id, notebook: job.notebook, url: job.url, output: job.output }).toEqual(end);
        const way = wayOut(end);
        expect(way === null).toBe(end.state === 'completed');
        switch (way) {
          case 'runtime':
            // The watch calls it silent if no record comes; either takes it out.
            expect(transition(end, { type: 'interrupt', at: 1e9, reason: 'silent' }).state).toBe('interrupted');
            break;
          case 'plan':
            expect(transition(end, { type: 'launch', at: 1e9, by: 'plan' }).state).toBe('starting');
            break;
          case null:
            break;
          default:
            expect(transition(end, { type: 'launch', at: 1e9, by: 'user' }).state).toBe('starting');
        }
      }),
    );
  });

  it('starts one writer: what is at work is not launched a second time', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const once = transition(events.reduce(transition, job), { type: 'launch', at: 7, by: 'user' });
        expect(transition(once, { type: 'launch', at: 8, by: 'user' })).toBe(once);
        expect(transition(once, { type: 'launch', at: 8, by: 'plan' })).toBe(once);
      }),
    );
  });

  it('waits for no plan without its tab, since nobody would carry it out', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const end = transition(events.reduce(transition, job), { type: 'interrupt', at: 9, reason: 'tab-closed' });
        expect(end.relaunchAt).toBeNull();
      }),
    );
  });

  it('does not go by clocks: events at other times lead to the same state and the same bytes', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (events, times) => {
        const jumping = events.map((event, n) => ({ ...event, at: times[n] ?? 0 }));
        const [a, b] = [events.reduce(transition, job), jumping.reduce(transition, job)];
        expect([a.state, a.reason, a.offset, a.relaunches]).toEqual([b.state, b.reason, b.offset, b.relaunches]);
      }),
    );
  });

  it('plans a launch only for what is stopped', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const end = events.reduce(transition, job);
        if (end.relaunchAt !== null) expect(['interrupted', 'failed']).toContain(end.state);
      }),
    );
  });

  it('has a reason if and only if it is interrupted, and an error whenever it failed', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const end = events.reduce(transition, job);
        expect(end.reason !== null).toBe(end.state === 'interrupted');
        if (end.state === 'failed') expect(end.error).not.toBeNull();
      }),
    );
  });

  it('can always be brought back by a launch, short of completed', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const end = transition(events.reduce(transition, job), { type: 'launch', at: 9, by: 'plan' });
        expect(end.state === 'completed' || isLive(end)).toBe(true);
      }),
    );
  });
});
