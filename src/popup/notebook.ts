import { type Guard, newGuard } from '../keepalive/guard';
import type { Rules } from '../keepalive/policy';
import type { Session } from '../keepalive/session';
import { healthOf, type KnownTab, type PageHealth } from '../messaging/shown';
import { findNotebook } from '../store/read';
import { keepAliveRules, readSettings } from '../store/settings';

/** What the popup knows of the notebook that its tab shows. */
export interface NotebookSummary extends KnownTab, Pick<PageHealth, 'lost' | 'framed'> {
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
  /** Whether Colab's warning about the notebook's author may be answered with "Run anyway". */
  runUntrusted: boolean;
}

/** Puts together what the tab shows with what the store and the settings say of its notebook. */
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
