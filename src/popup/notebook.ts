import type { DialogReading, PageState } from '../colab/notebook-page';
import { type Guard, newGuard } from '../keepalive/guard';
import type { Rules } from '../keepalive/policy';
import type { Session } from '../keepalive/session';
import { healthOf, type KnownTab } from '../messaging/shown';
import { findNotebook } from '../store/read';
import { keepAliveRules, readSettings } from '../store/settings';

/** What the popup knows of the notebook that its tab shows. */
export interface NotebookSummary {
  notebook: string;
  tabId: number;
  title: string;
  url: string;
  state: PageState;
  guard: Guard;
  session: Session | null;
  /** When the runtime is to be ended. */
  releaseAt: number | null;
  /** Since when its user has not looked at what happened; null before the first time. */
  awaySince: number | null;
  /** Whether its marked set-up cells are run on a new VM. */
  runsSetup: boolean;
  /** What the settings say for all notebooks. */
  rules: Rules;
  /** Whether the user has allowed Lifeline to add its cell to this notebook. */
  consented: boolean;
  /** What keeps the last command from being carried out. */
  trouble: { code: string; message: string } | null;
  /** What Colab asks, in its own words. */
  dialog: DialogReading | null;
  /** Whether Colab's warning about the notebook's author may be answered with "Run anyway". */
  runUntrusted: boolean;
  /** Actions for which this page offers no way that we know. */
  lost: string[];
  /** Progress stands in a frame that may not be read without the user's permission. */
  framed: boolean;
}

export async function summaryOf(tab: KnownTab): Promise<NotebookSummary> {
  const [notebook, { lost, framed }, settings] = await Promise.all([
    findNotebook(tab.notebook),
    healthOf(tab),
    readSettings(),
  ]);
  return {
    ...tab,
    guard: notebook?.guard ?? newGuard({ mode: 'while-working' }),
    rules: keepAliveRules(settings),
    session: notebook?.session ?? null,
    releaseAt: notebook?.release.due ?? null,
    awaySince: notebook?.awaySince ?? null,
    runsSetup: notebook?.setup.enabled ?? false,
    consented: notebook?.consented ?? false,
    trouble: notebook?.trouble ?? null,
    runUntrusted: notebook?.runUntrusted ?? false,
    lost,
    framed,
  };
}
