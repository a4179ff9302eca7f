import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Amount } from '../colab/notebook-page';
import { type Clash, clashesOf } from '../intake/foresight';
import type { Intake } from '../intake/intake';
import { readPaste } from '../intake/paste';
import type { Job } from '../jobs/job';
import type { FieldProblems } from '../jobs/new-job';
import type { NotebookChoice } from '../messaging/messages';
import { RpcError } from '../messaging/rpc';
import { browser } from '../platform/browser';
import { takeHandedOver } from '../platform/handed-over';
import { finishedJobs, openJobs } from '../store/read';
import { ask } from '../ui/ask';
import { createRequests, type Requests } from '../ui/requests';
import { t } from '../ui/text';
import { type Choices, type Plan, planOf } from './plan';
import { check, type Verdict } from './preflight';

/** Where and what is shown of a list; the rest is counted. */
export const SHOWN = 200;
/** Addresses that are asked before a start: more is a list to trust, or not. */
const MOST_CHECKED = 40;
/** So long nobody has typed, in milliseconds, before servers are asked. */
const TYPED_MS = 400;
/** Of the files that a notebook has downloaded, those whose names are looked at. */
const MOST_KNOWN = 1000;

export interface Model extends Requests {
  text: Signal<string>;
  intake: ReadonlySignal<Intake>;
  choices: Signal<Choices>;
  plan: ReadonlySignal<Plan>;
  notebooks: Signal<NotebookChoice[] | null>;
  /** The key of the notebook that gets them; null while there is none to choose. */
  notebook: Signal<string | null>;
  /** Free bytes of the VM's disk and of the Drive that is mounted there; null where that is unknown. */
  free: ReadonlySignal<{ disk: number | null; drive: number | null }>;
  /** Whose place each download would take. */
  clashes: ReadonlySignal<(Clash | null)[]>;
  /** What the servers say of the addresses that were checked. */
  verdicts: Signal<ReadonlyMap<string, Verdict | 'asking'>>;
  /** Whether some could be asked, if the browser's user allows it. */
  unasked: ReadonlySignal<boolean>;
  /** What is wrong with some of the downloads that were sent, by their id. */
  problems: Signal<Record<string, FieldProblems>>;
  /** How many were taken, and by which notebook. */
  done: Signal<{ count: number; title: string } | null>;
  /** Sizes of the checked downloads; null for one that its server does not tell. */
  sizes: ReadonlySignal<(number | null)[]>;
  check(): Promise<void>;
  send(): Promise<void>;
}

/** As a pattern of the browser's permissions, which know no ports. */
function originOf(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
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
  /** The disk as the notebook's page shows it. */
  const shown = signal<Amount | null>(null);
  const known = signal<Job[]>([]);
  const verdicts = signal<ReadonlyMap<string, Verdict | 'asking'>>(new Map());
  const sizes = computed(() =>
    intake.value.items.map(({ url }) => {
      const verdict = verdicts.value.get(url);
      return typeof verdict === 'object' && verdict.kind === 'file' ? verdict.size : null;
    }),
  );
  const chosen = computed(() => notebooks.value?.find((each) => each.notebook === notebook.value));
  const free = computed(() => {
    const room = chosen.value?.room ?? { disk: null, drive: null };
    const disk = shown.value && Math.max(0, shown.value.totalGb - shown.value.usedGb) * 1e9;
    return { ...room, disk: disk ?? room.disk };
  });
  const clashes = computed(() => {
    const places = plan.value.downloads.map(({ input }) => input);
    return clashesOf(places, known.value);
  });
  /** What is sent along for a copied request is for the VM: without it, a server's answer would mislead. */
  const askable = computed(() => {
    const plain = intake.value.items.filter(({ url, headers }) => /^https?:/.test(url) && headers.length === 0);
    return [...new Set(plain.map(({ url }) => url))].slice(0, MOST_CHECKED);
  });
  const unasked = computed(() => askable.value.some((url) => !verdicts.value.has(url)));
  const problems = signal<Record<string, FieldProblems>>({});
  const done = signal<{ count: number; title: string } | null>(null);
  const requests = createRequests(() => undefined);

  async function loadNotebooks(): Promise<void> {
    const found = await ask('ui/notebooks', null);
    notebooks.value = found;
    if (!found.some((each) => each.notebook === notebook.value)) notebook.value = found[0]?.notebook ?? null;
  }
  async function loadKnown(key: string): Promise<void> {
    const [open, finished] = await Promise.all([openJobs(key), finishedJobs(MOST_KNOWN, key)]);
    if (notebook.peek() === key) known.value = [...finished, ...open];
  }
  /** Asks the servers that the user has allowed to be asked; that takes no click more. */
  async function lookAtAllowed(urls: readonly string[]): Promise<void> {
    const allowed = await Promise.all(urls.map((url) => browser.permissions.contains({ origins: [originOf(url)] })));
    await lookAt(urls.filter((_, index) => allowed[index]));
  }
  async function lookAt(urls: readonly string[]): Promise<void> {
    const note = (url: string, verdict: Verdict | 'asking') => {
      verdicts.value = new Map([...verdicts.value, [url, verdict]]);
    };
    const fresh = urls.filter((url) => !verdicts.value.has(url));
    for (const url of fresh) note(url, 'asking');
    await Promise.all(fresh.map(async (url) => note(url, await check(url, fetch))));
  }
  requests.act(
    takeHandedOver().then((handed) => {
      if (text.value === '') text.value = handed.text;
      notebook.value = handed.notebook;
      return loadNotebooks();
    }),
  );
  effect(() => {
    const tabId = chosen.value?.tabId ?? null;
    shown.value = null;
    if (tabId === null) return;
    // Nice to know, no more: a page that does not answer is no reason to hold anything up.
    ask('ui/read-page', { tabId }).then(
      (reading) => {
        shown.value = reading.disk;
      },
      () => undefined,
    );
  });
  effect(() => {
    const key = notebook.value;
    if (key !== null) requests.act(loadKnown(key));
  });
  effect(() => {
    const urls = askable.value;
    const timer = setTimeout(() => requests.act(lookAtAllowed(urls)), TYPED_MS);
    return () => clearTimeout(timer);
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
    free,
    clashes,
    verdicts,
    unasked,
    sizes,
    problems,
    done,
    async check() {
      const urls = askable.value;
      if (await browser.permissions.request({ origins: [...new Set(urls.map(originOf))] })) await lookAt(urls);
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
      const title = chosen.value?.title ?? '';
      done.value = { count: result.added.length, title };
      if (Object.keys(result.problems).length === 0) text.value = '';
      await loadKnown(key);
    },
  };
}
