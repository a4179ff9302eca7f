import { afterEach, describe, expect, it, vi } from 'vitest';
import { ID, turns, World } from './world';

/*
 * The service worker dies right before each single step that it takes: each call of the browser, each use of the store. It is
 * started again by what starts a real one: the alarm, a message, a tab that closes. Whoever got no answer asks again, as the
 * faces and the page do. Nobody else helps, and the outcome must be the same.
 */

/** All steps by `ALL_STEPS=1`; else one of so many, from a place that is another one in each scenario. */
const EVERY = process.env.ALL_STEPS === undefined ? 41 : 1;
const scenarios: Record<string, (world: World) => Promise<void>> = {
  async 'a download from the first click to the end'(world) {
    await world.add();
    await world.until(() => world.tab.running);
    await world.print({ offset: 400 });
    await world.untilJob({ state: 'running', offset: 400 });
    await world.print({ seq: 2, state: 'completed', offset: 1000, verified: 'size' }, 'finished');
    await world.untilJob({ state: 'completed' });
  },

  async 'an interruption, one click, and the end'(world) {
    await world.add();
    await world.until(() => world.tab.running);
    await world.print({ offset: 400 });
    await world.untilJob({ state: 'running' });
    world.tab.running = false;
    await world.untilJob({ state: 'interrupted', offset: 400 });
    await world.ask('ui/relaunch', { jobs: [ID], overwriteEdited: false, consent: false });
    await world.until(() => world.tab.running);
    await world.print({ seq: 2, offset: 700, kept: 400 });
    await world.untilJob({ state: 'running', offset: 700 });
    await world.print({ seq: 3, state: 'completed', offset: 1000, verified: 'size' }, 'finished');
    await world.untilJob({ state: 'completed' });
  },

  async 'a pause, a resume, a closed tab and its return, and a removal'(world) {
    await world.add();
    await world.until(() => world.tab.running);
    await world.ask('ui/pause', { jobs: [ID] });
    await world.until(() => !world.tab.running);
    await world.ask('ui/relaunch', { jobs: [ID], overwriteEdited: false, consent: false });
    await world.until(() => world.tab.running);
    await world.print({ seq: 5, offset: 500 });
    await world.untilJob({ state: 'running', offset: 500 });
    await world.closeTab();
    await world.untilJob({ state: 'interrupted', reason: 'tab-closed' });
    world.tab.print({ seq: 6, offset: 600 });
    await world.openTab();
    await world.untilJob({ state: 'running', offset: 600 });
    await world.ask('ui/remove', { jobs: [ID] });
    await world.until(() => !world.tab.running && !world.lists());
  },
};

/** Plays a scenario with a worker that dies before a step; returns how many steps its first life took, and how it ended. */
async function play(scenario: (world: World) => Promise<void>, diesBefore: number) {
  const world = await World.create(diesBefore);
  try {
    await scenario(world);
    await turns(100);
    const { steps } = world;
    const jobs = (await world.jobs()).map(({ state, offset, size, verified, wanted, lost }) => {
      return { state, offset, size, verified, wanted, lost };
    });
    // A cell lists what is open; what was completed since it was written may stand there until it is written again.
    const listed = world.lists() && jobs.every(({ state }) => state !== 'completed');
    return { steps, end: { jobs, running: world.tab.running, listed } };
  } finally {
    world.end();
  }
}

afterEach(() => vi.restoreAllMocks());

describe.each(Object.entries(scenarios))('%s', (name, scenario) => {
  it('ends the same, whichever step the worker dies before', { timeout: 900_000 }, async () => {
    const { steps, end } = await play(scenario, Number.POSITIVE_INFINITY);
    expect(steps).toBeGreaterThan(50);
    for (let step = 1 + (name.length % EVERY); step <= steps; step += EVERY) {
      const died = await play(scenario, step).catch((error: Error) => {
        throw new Error(`died before step ${step} of ${steps}: ${error.message}`);
      });
      expect(died.end, `died before step ${step} of ${steps}`).toEqual(end);
    }
  });
});
