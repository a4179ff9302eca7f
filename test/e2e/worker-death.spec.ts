import { outcomeOf, type Stage, scenarios } from './scenarios';
import type { ExtensionBrowser } from './support/extension';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/*
 * The service worker is killed after the steps of a scenario: after all of them in one run, and, if `LIFELINE_ALL_DEATHS` is set, after
 * each single one in a run of its own, of every scenario. Nobody helps, and it has to end as it ends undisturbed. Which moment between
 * two uses of the browser it dies in is the matter of the unit tests (worker-death.test.ts).
 */

const ALL = process.env.LIFELINE_ALL_DEATHS !== undefined;
/** One in which the page is there to call the worker back, and one in which it is not. */
const CHOSEN = ['the kernel is restarted in the middle: one click', 'the tab is closed and opened again'];

type World = Pick<Stage, 'browser' | 'origin'> & { twin: { addNotebook(): Promise<Stage['notebook']> } };

/** Plays a scenario in a notebook of its own; `dies` tells after which steps, counted from 1, the worker is killed. */
async function play({ browser, origin, twin }: World, name: string, dies: (step: number) => boolean) {
  const notebook = await twin.addNotebook();
  const tab = await browser.context.newPage();
  await tab.goto(notebook.url);
  const popup = await PopupPage.open(browser, tab);
  let steps = 0;
  const step = async <T>(act: () => Promise<T>) => {
    const result = await act();
    if (dies(++steps)) await browser.stopWorker();
    return result;
  };
  const file = await scenarios[name]?.({ browser, notebook, tab, popup, origin, step });
  if (file === undefined) throw new Error(`there is no scenario "${name}"`);
  const outcome = await outcomeOf({ notebook, popup }, file);
  await closeAllBut(browser, 1);
  await notebook.unassign();
  return { steps, outcome };
}

async function closeAllBut({ context }: ExtensionBrowser, kept: number): Promise<void> {
  for (const page of context.pages().slice(kept)) await page.close();
}

const never = () => false;

for (const name of ALL ? Object.keys(scenarios) : CHOSEN) {
  test(`killed after every step: ${name}`, async ({ browserWithExtension: browser, twin, origin }) => {
    const { outcome } = await play({ browser, twin, origin }, name, () => true);
    expect(outcome).toMatchObject({ cells: 1, files: ['the file'], writers: 0 });
  });

  if (ALL)
    test(`killed after each single step: ${name}`, async ({ browserWithExtension: browser, twin, origin }) => {
      test.setTimeout(1_800_000);
      const world = { browser, twin, origin };
      const { steps, outcome } = await play(world, name, never);
      for (let killed = 1; killed <= steps; killed++)
        await test.step(`after step ${killed} of ${steps}`, async () => {
          const died = await play(world, name, (step) => step === killed);
          expect(died.outcome, `killed after step ${killed} of ${steps}`).toEqual(outcome);
        });
    });
}
