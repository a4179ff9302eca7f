import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Amount } from '../colab/notebook-page';
import type { Intake } from '../intake/intake';
import { readPaste } from '../intake/paste';
import type { FieldProblems } from '../jobs/new-job';
import type { NotebookChoice } from '../messaging/messages';
import { RpcError } from '../messaging/rpc';
import { browser } from '../platform/browser';
import { takeHandedOver } from '../platform/handed-over';
import { ask } from '../ui/ask';
import { createRequests, type Requests } from '../ui/requests';
import { t } from '../ui/text';
import { type Choices, type Plan, planOf } from './plan';
import { check, type Verdict } from './preflight';

/** Where and what is shown of a list; the rest is counted. */
export const SHOWN = 200;
/** Hosts that are asked before a start: more is a list to trust, or not. */
const MOST_CHECKED = 40;

export interface Model extends Requests {
  text: Signal<string>;
  intake: ReadonlySignal<Intake>;
  choices: Signal<Choices>;
  plan: ReadonlySignal<Plan>;
  notebooks: Signal<NotebookChoice[] | null>;
  /** The key of the notebook that gets them; null while there is none to choose. */
  notebook: Signal<string | null>;
  /** The VM's disk as the notebook's page shows it; null where it shows none. */
  disk: Signal<Amount | null>;
  /** What the servers say of the addresses that were checked. */
  verdicts: Signal<ReadonlyMap<string, Verdict | 'asking'>>;
  /** What is wrong with some of the downloads that were sent, by their id. */
  problems: Signal<Record<string, FieldProblems>>;
  /** How many were taken, and by which notebook. */
  done: Signal<{ count: number; title: string } | null>;
  /** Sizes of the checked downloads; null for one that its server does not tell. */
  sizes: ReadonlySignal<(number | null)[]>;
  check(): Promise<void>;
  send(): Promise<void>;
}

const NOTHING: Intake = { items: [], problems: [] };

function parseXml(text: string): Document {
  return new DOMParser().parseFromString(text, 'text/xml');
}

export function createModel(): Model {
  const text = signal('');
  const intake = computed(() => (text.value.trim() === '' ? NOTHING : readPaste(text.value, parseXml)));
  // Ids live as long as the list that they are of.
  const ids = computed(() => new Map(intake.value.items.map((_, index) => [index, crypto.randomUUID()])));
  const choices = signal<Choices>({ folder: '', copyTo: '', unpack: false });
  const plan = computed(() => planOf(intake.value.items, choices.value, (index) => ids.value.get(index) ?? ''));
  const notebooks = signal<NotebookChoice[] | null>(null);
  const notebook = signal<string | null>(null);
  const disk = signal<Amount | null>(null);
  const verdicts = signal<ReadonlyMap<string, Verdict | 'asking'>>(new Map());
  const sizes = computed(() =>
    intake.value.items.map(({ url }) => {
      const verdict = verdicts.value.get(url);
      return typeof verdict === 'object' && verdict.kind === 'file' ? verdict.size : null;
    }),
  );
  const problems = signal<Record<string, FieldProblems>>({});
  const done = signal<{ count: number; title: string } | null>(null);
  const requests = createRequests(() => undefined);

  async function loadNotebooks(): Promise<void> {
    const found = await ask('ui/notebooks', null);
    notebooks.value = found;
    if (!found.some((each) => each.notebook === notebook.value)) notebook.value = found[0]?.notebook ?? null;
  }
  requests.act(
    takeHandedOver().then((handed) => {
      if (text.value === '') text.value = handed.text;
      notebook.value = handed.notebook;
      return loadNotebooks();
    }),
  );
  effect(() => {
    const tabId = notebooks.value?.find((each) => each.notebook === notebook.value)?.tabId ?? null;
    disk.value = null;
    if (tabId === null) return;
    // Nice to know, no more: a page that does not answer is no reason to hold anything up.
    ask('ui/read-page', { tabId }).then(
      (reading) => {
        disk.value = reading.disk;
      },
      () => undefined,
    );
  });
  // The user may open a notebook meanwhile, and come back.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) requests.act(loadNotebooks());
  });

  return {
    ...requests,
    text,
    intake,
    choices,
    plan,
    notebooks,
    notebook,
    disk,
    verdicts,
    sizes,
    problems,
    done,
    async check() {
      const urls = [...new Set(intake.value.items.map(({ url }) => url))].filter((url) => /^https?:/.test(url));
      const chosen = urls.slice(0, MOST_CHECKED);
      const origins = [...new Set(chosen.map((url) => `${new URL(url).origin}/*`))];
      if (!(await browser.permissions.request({ origins }))) return;
      const note = (url: string, verdict: Verdict | 'asking') => {
        verdicts.value = new Map([...verdicts.value, [url, verdict]]);
      };
      for (const url of chosen) note(url, 'asking');
      await Promise.all(chosen.map(async (url) => note(url, await check(url, fetch))));
    },
    async send() {
      const key = notebook.value;
      const { downloads } = plan.value;
      if (key === null || downloads.length === 0) return;
      // The button says that Lifeline adds its cell where there is none yet.
      const result = await ask('ui/add', { notebook: key, downloads, consent: true });
      if ('refused' in result) {
        await loadNotebooks();
        throw new RpcError(result.refused, t('failure_no_notebook'));
      }
      problems.value = result.problems;
      const title = notebooks.value?.find((each) => each.notebook === key)?.title ?? '';
      done.value = { count: result.added.length, title };
      if (Object.keys(result.problems).length === 0) text.value = '';
    },
  };
}
