import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Moment } from '../../../src/keepalive/clock';
import {
  ANSWER_MS,
  answered,
  EXTENSION_MS,
  type Guard,
  newGuard,
  planned,
  renewed,
} from '../../../src/keepalive/guard';
import {
  type Connection,
  gaveUpReconnecting,
  MAX_RECONNECTS,
  NUDGE_EVERY_MS,
  type Rules,
  type Signals,
  step,
  wantsWatch,
} from '../../../src/keepalive/policy';
import type { Schedule } from '../../../src/keepalive/schedule';

const HOUR = 3_600_000;
const TICK = 30_000;
const START = Date.UTC(2026, 0, 1);

const rules: Rules = { budget: 12 * HOUR, countCells: false, schedule: null };
const working = newGuard({ mode: 'while-working' });
const MONDAYS: Schedule = { days: [1], from: 0, to: 0 };
const THURSDAYS: Schedule = { ...MONDAYS, days: [4] };

/** One worker that looks at one notebook every half minute, on clocks that the test moves. */
class Run {
  wall = START;
  steady = 0;
  life = 'a';
  guard: Guard;
  rules: Rules;
  signals: Omit<Signals, 'at'> = {
    local: { day: 4, minute: 600 },
    connection: 'up',
    online: true,
    downloading: true,
    cellRunning: false,
  };
  readonly acts: { act: string; at: number }[] = [];
  readonly news: string[] = [];

  constructor(guard: Guard = working, changed: Partial<Rules> = {}) {
    this.guard = guard;
    this.rules = { ...rules, ...changed };
  }

  at(): Moment {
    return { wall: this.wall, steady: this.steady, life: this.life };
  }

  look(): void {
    const { guard, act, news } = step(this.guard, { ...this.signals, at: this.at() }, this.rules);
    this.guard = guard;
    if (act !== null) this.acts.push({ act, at: this.steady });
    if (news !== null) this.news.push(news);
  }

  /** Lets time pass, with a look at each tick. */
  pass(duration: number): this {
    for (let gone = 0; gone < duration; gone += TICK) {
      this.wall += TICK;
      this.steady += TICK;
      this.look();
    }
    return this;
  }
}

const nudges = (run: Run) => run.acts.filter(({ act }) => act === 'nudge').length;

describe('what counts as work', () => {
  it.each<[string, Partial<Guard>, Partial<Signals>, Partial<Rules>, Guard['status']]>([
    ['a download', {}, { downloading: true }, {}, 'guarding'],
    ['nothing', {}, { downloading: false }, {}, 'resting'],
    ['a running cell, by default', {}, { downloading: false, cellRunning: true }, {}, 'resting'],
    [
      'a running cell, in the settings',
      {},
      { downloading: false, cellRunning: true },
      { countCells: true },
      'guarding',
    ],
    ['a running cell, here', { countCells: true }, { downloading: false, cellRunning: true }, {}, 'guarding'],
    [
      'a running cell, not here',
      { countCells: false },
      { downloading: false, cellRunning: true },
      { countCells: true },
      'resting',
    ],
    ['off', { plan: { mode: 'off' } }, { downloading: true, cellRunning: true }, { countCells: true }, 'off'],
    ['a set time', { plan: { mode: 'timed', left: HOUR } }, { downloading: false }, {}, 'guarding'],
    ['a page that says nothing clear', {}, { connection: 'unclear' }, {}, 'unclear'],
    ['a CAPTCHA', {}, { connection: 'captcha' }, {}, 'captcha'],
    ['a CAPTCHA without work', {}, { connection: 'captcha', downloading: false }, {}, 'resting'],
    ['a block', {}, { connection: 'blocked', downloading: false }, {}, 'blocked'],
    ['no network', {}, { online: false }, {}, 'offline'],
    ['outside the hours', {}, {}, { schedule: MONDAYS }, 'outside-hours'],
    ['outside the hours of this notebook', { schedule: MONDAYS }, {}, {}, 'outside-hours'],
    [
      'inside those of this notebook, outside the others',
      { schedule: THURSDAYS },
      {},
      { schedule: MONDAYS },
      'guarding',
    ],
    ['at any time in this notebook', { schedule: 'any' }, {}, { schedule: MONDAYS }, 'guarding'],
    ['a lost connection', {}, { connection: 'down' }, {}, 'reconnecting'],
  ])('%s', (_, guard, signals, changed, status) => {
    const run = new Run({ ...working, ...guard }, changed);
    Object.assign(run.signals, signals);
    run.look();
    expect(run.guard.status).toBe(status);
    expect(run.acts).toHaveLength(status === 'guarding' ? 1 : 0);
  });
});

describe('acts', () => {
  it('nudges while a download runs, 15 times an hour, and lets go with its end', () => {
    const run = new Run().pass(HOUR);
    expect(nudges(run)).toBe(15);
    run.signals.downloading = false;
    run.pass(4 * HOUR);
    expect(nudges(run)).toBe(15);
    expect(run.guard).toMatchObject({ status: 'resting', spent: 0 });
    expect(run.news).toEqual([]);
  });

  it('lets the page reconnect by itself, then reconnects ever more rarely, then not at all', () => {
    const run = new Run();
    run.signals.connection = 'down';
    run.pass(HOUR);
    const times = run.acts.map(({ at }) => at / 1000);
    expect(times).toEqual([60, 90, 120, 180, 300, 600]);
    expect(times).toHaveLength(MAX_RECONNECTS);
    expect(gaveUpReconnecting(run.guard)).toBe(true);
    // What nobody tries to reach any more needs no guard, and is lost all the same.
    run.signals.downloading = false;
    run.pass(TICK);
    expect(run.guard.status).toBe('resting');
    expect(gaveUpReconnecting(run.guard)).toBe(true);
    Object.assign(run.signals, { connection: 'up', downloading: true });
    run.pass(TICK);
    expect(run.guard).toMatchObject({ status: 'guarding', reconnects: 0, downSince: null });
    expect(gaveUpReconnecting(run.guard)).toBe(false);
  });

  it('waits for the network, and tries no reconnect without it', () => {
    const run = new Run();
    run.signals.connection = 'down';
    run.signals.online = false;
    run.pass(HOUR);
    expect(run.acts).toEqual([]);
    run.signals.online = true;
    run.pass(TICK);
    expect(run.acts.map(({ act }) => act)).toEqual(['reconnect']);
  });

  it('pauses at a CAPTCHA, tells of it once, and goes on when it is answered', () => {
    const run = new Run().pass(TICK);
    run.signals.connection = 'captcha';
    run.pass(HOUR);
    expect(run.news).toEqual(['captcha']);
    expect(nudges(run)).toBe(1);
    run.signals.connection = 'up';
    run.pass(TICK);
    expect(nudges(run)).toBe(2);
  });

  it('stops for good when Colab has blocked the runtime', () => {
    const run = new Run().pass(TICK);
    run.signals.connection = 'blocked';
    run.pass(TICK);
    run.signals.connection = 'down';
    run.pass(HOUR);
    expect(run.news).toEqual(['blocked']);
    expect(run.guard).toMatchObject({ status: 'blocked', plan: { mode: 'off' } });
    expect(run.acts).toHaveLength(1);
  });
});

describe('a set time', () => {
  it('guards an idle runtime for that long, asks, and takes no answer as no', () => {
    const run = new Run(planned(working, { mode: 'timed', left: 2 * HOUR }));
    run.signals.downloading = false;
    run.look();
    run.pass(2 * HOUR - TICK);
    expect(run.guard.status).toBe('guarding');
    run.pass(TICK);
    expect(run.guard).toMatchObject({ status: 'asking', plan: { mode: 'while-working' } });
    const before = nudges(run);
    run.pass(ANSWER_MS);
    expect(run.guard).toMatchObject({ status: 'resting', question: null });
    run.pass(HOUR);
    expect(run.news).toEqual(['time-over', 'no-answer']);
    expect(nudges(run)).toBe(before);
  });

  it('goes on for an hour after a yes, and not after a no', () => {
    const run = new Run(planned(working, { mode: 'timed', left: TICK }));
    run.signals.downloading = false;
    run.look();
    run.pass(TICK);
    expect(answered(run.guard, false)).toMatchObject({ status: 'resting', question: null });
    run.guard = answered(run.guard, true);
    run.pass(TICK);
    expect(run.guard).toMatchObject({ status: 'guarding', plan: { mode: 'timed', left: EXTENSION_MS - TICK } });
  });

  it('does not ask while a download still needs the runtime', () => {
    const run = new Run(planned(working, { mode: 'timed', left: HOUR }));
    run.pass(2 * HOUR);
    expect(run.news).toEqual([]);
    expect(run.guard).toMatchObject({ status: 'guarding', plan: { mode: 'while-working' } });
  });

  it('drops the question when work begins', () => {
    const run = new Run(planned(working, { mode: 'timed', left: TICK }));
    run.signals.downloading = false;
    run.look();
    run.pass(TICK);
    run.signals.downloading = true;
    run.pass(TICK);
    expect(run.guard).toMatchObject({ status: 'guarding', question: null });
  });
});

describe('the budget of a session', () => {
  it('asks after 12 hours, and lets go when nobody answers, until the user has a say', () => {
    const run = new Run();
    run.look();
    run.pass(12 * HOUR);
    expect(run.guard.status).toBe('asking');
    run.pass(ANSWER_MS);
    expect(run.guard.status).toBe('let-go');
    const before = nudges(run);
    run.pass(12 * HOUR);
    expect(run.news).toEqual(['budget-over', 'no-answer']);
    expect(nudges(run)).toBe(before);
    run.guard = renewed(run.guard);
    run.pass(TICK);
    expect(run.guard.status).toBe('guarding');
    expect(nudges(run)).toBe(before + 1);
  });

  it('begins anew with a yes; a no stands', () => {
    const run = new Run({ ...working, budget: HOUR });
    run.look();
    run.pass(HOUR);
    expect(answered(run.guard, true)).toMatchObject({ spent: 0, question: null });
    run.guard = answered(run.guard, false);
    run.pass(HOUR);
    expect(run.guard.status).toBe('let-go');
    expect(run.news).toEqual(['budget-over']);
  });

  it('counts what passed though the clock was set back', () => {
    const run = new Run();
    run.look();
    run.pass(HOUR);
    run.wall -= 5 * HOUR;
    run.pass(HOUR);
    expect(run.guard.spent).toBe(2 * HOUR);
    expect(nudges(run)).toBe(31);
  });

  it('counts what passed though the clock was set back and the worker died, but for the gap', () => {
    const run = new Run();
    run.look();
    run.pass(HOUR);
    run.wall -= 5 * HOUR;
    run.life = 'b';
    run.steady = 0;
    run.pass(HOUR);
    expect(2 * HOUR - run.guard.spent).toBeLessThanOrEqual(TICK);
  });

  it.each([0, 8 * HOUR])('counts a sleep of 8 hours, and no storm follows (steady clock went on by %d)', (steady) => {
    const run = new Run();
    run.look();
    run.pass(HOUR);
    const before = run.acts.length;
    run.wall += 8 * HOUR;
    run.steady += steady;
    run.look();
    expect(run.guard.spent).toBe(9 * HOUR);
    expect(run.acts.length - before).toBe(1);
    run.pass(HOUR);
    expect(run.acts.length - before).toBe(16);
  });

  it('tries one reconnect, not six, after a sleep', () => {
    const run = new Run();
    run.signals.connection = 'down';
    run.look();
    run.wall += 8 * HOUR;
    for (let wakeUp = 0; wakeUp < 10; wakeUp++) run.look();
    expect(run.acts).toHaveLength(1);
  });
});

it('is watched only where it may have to act', () => {
  expect(wantsWatch(working, true, rules)).toBe(false);
  expect(wantsWatch(working, true, { ...rules, countCells: true })).toBe(true);
  expect(wantsWatch(working, false, { ...rules, countCells: true })).toBe(false);
  expect(wantsWatch({ ...working, plan: { mode: 'timed', left: 1 } }, false, rules)).toBe(true);
  expect(wantsWatch({ ...working, plan: { mode: 'off' }, countCells: true }, true, rules)).toBe(false);
});

describe('whatever happens', () => {
  const event = fc.record({
    wall: fc.oneof(fc.constant(TICK), fc.integer({ min: -9 * HOUR, max: 9 * HOUR })),
    steady: fc.integer({ min: 0, max: HOUR }),
    dies: fc.boolean(),
    connection: fc.constantFrom<Connection>('up', 'up', 'down', 'captcha', 'blocked', 'unclear'),
    online: fc.boolean(),
    downloading: fc.boolean(),
    cellRunning: fc.boolean(),
    user: fc.constantFrom('nothing', 'nothing', 'nothing', 'yes', 'no', 'off', 'timed', 'while-working'),
  });

  it('acts only with a need, a connection that is clear, and inside the budget', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const run = new Run(working, { budget: 3 * HOUR });
        for (const { wall, steady, dies, user, ...signals } of events) {
          run.wall += wall;
          run.steady = dies ? 0 : run.steady + steady;
          if (dies) run.life += '.';
          if (user === 'yes' || user === 'no') run.guard = answered(run.guard, user === 'yes');
          if (user === 'off' || user === 'while-working') run.guard = planned(run.guard, { mode: user });
          if (user === 'timed') run.guard = planned(run.guard, { mode: 'timed', left: HOUR });
          Object.assign(run.signals, signals);
          const before = run.acts.length;
          run.look();
          const { guard } = run;
          for (const { act } of run.acts.slice(before)) {
            expect(signals.connection).toBe(act === 'nudge' ? 'up' : 'down');
            expect(signals.online).toBe(true);
            expect(signals.downloading || guard.plan.mode === 'timed').toBe(true);
            expect(guard.plan.mode).not.toBe('off');
            expect(guard.spent).toBeLessThan(3 * HOUR);
            expect(guard.question).toBeNull();
          }
          expect(guard.spent).toBeGreaterThanOrEqual(0);
          expect(guard.status === 'asking' || guard.status === 'let-go').toBe(guard.question !== null);
        }
      }),
    );
  });

  it('never nudges more often than every four minutes of a clock that runs', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const run = new Run();
        let last: number | null = null;
        for (const { steady, user: _, wall: __, dies: ___, ...signals } of events) {
          run.wall += steady;
          run.steady += steady;
          Object.assign(run.signals, signals);
          const before = nudges(run);
          run.look();
          if (nudges(run) === before) continue;
          if (last !== null) expect(run.steady - last).toBeGreaterThanOrEqual(NUDGE_EVERY_MS);
          last = run.steady;
        }
      }),
    );
  });
});
