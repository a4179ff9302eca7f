import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PageTest } from '../messaging/messages';
import { RpcError } from '../messaging/rpc';
import { shownTabs } from '../messaging/shown';
import { browser } from '../platform/browser';
import type { FlightEntry } from '../store/flight-event';
import { flightLog } from '../store/read';
import { ask } from '../ui/ask';
import { errorText } from '../ui/job-text';
import { t } from '../ui/text';
import { Timeline } from '../ui/timeline';
import { type Reading, reportOf, type Surroundings } from './report';
import { Ways } from './ways';

const COLAB_PAGES = 'https://colab.research.google.com/*';

type Shown = { reading: Reading; report: string; test: PageTest; log: FlightEntry[] } | { problem: string } | null;

/** How the extension reads a notebook's page (`?tab=`, else any that is open), and a report of it that can be given away. */
export function Diagnostics({ search }: { search: string }) {
  const shown = useSignal<Shown>(null);
  const copied = useSignal<boolean | null>(null);

  async function read(): Promise<void> {
    copied.value = null;
    const tabId = await findTab(search);
    if (tabId === null) {
      shown.value = { problem: t('diagnostics_none') };
      return;
    }
    try {
      const [reading, test] = [await ask('ui/read-page', { tabId }), await ask('ui/self-test', { tabId })];
      const log = await flightLog((await shownTabs())[tabId]?.notebook ?? '');
      shown.value = { reading, test, log, report: json(await reportOf(reading, test, log, surroundings())) };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      shown.value = { problem: t('diagnostics_failed', errorText(error)) };
    }
  }

  useEffect(() => void read(), [search]);

  const state = shown.value;
  return (
    <>
      <h1>{t('diagnostics_title')}</h1>
      <p class="quiet">{t('diagnostics_intro')}</p>
      <div class="actions">
        {state !== null && 'report' in state && (
          <button
            type="button"
            class="primary"
            onClick={() =>
              void navigator.clipboard.writeText(state.report).then(
                () => {
                  copied.value = true;
                },
                () => {
                  copied.value = false;
                },
              )
            }
          >
            {t('diagnostics_copy')}
          </button>
        )}
        <button type="button" onClick={() => void read()}>
          {t('diagnostics_again')}
        </button>
        <p role="status">
          {copied.value !== null && t(copied.value ? 'diagnostics_copied' : 'diagnostics_copy_failed')}
        </p>
      </div>
      {state !== null && 'problem' in state && <p class="problem">{state.problem}</p>}
      {state !== null && 'report' in state && (
        <>
          <details>
            <summary>{t('diagnostics_report')}</summary>
            <Json text={state.report} label={t('diagnostics_report')} />
          </details>
          <section>
            <h2>{t('diagnostics_ways')}</h2>
            <Ways test={state.test} log={state.log} />
          </section>
          <section>
            <h2>{t('diagnostics_timeline')}</h2>
            <Timeline log={state.log} />
          </section>
          <section>
            <h2>{t('diagnostics_reading')}</h2>
            <Json text={json(state.reading)} label={t('diagnostics_reading')} />
          </section>
        </>
      )}
    </>
  );
}

/** Wide lines scroll inside, so it has to be reachable by keyboard. */
function Json({ text, label }: { text: string; label: string }) {
  return (
    <pre tabIndex={0} role="region" aria-label={label} dir="ltr">
      {text}
    </pre>
  );
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

async function findTab(search: string): Promise<number | null> {
  const given = new URLSearchParams(search).get('tab');
  if (given !== null) return Number(given);
  const tabs = await browser.tabs.query({ url: COLAB_PAGES });
  return (tabs.find(({ active }) => active) ?? tabs[0])?.id ?? null;
}

function surroundings(): Surroundings {
  return {
    version: browser.runtime.getManifest().version,
    browser: /Chrome\/[\d.]+|Firefox\/[\d.]+/.exec(navigator.userAgent)?.[0] ?? 'unknown',
    language: browser.i18n.getUILanguage(),
  };
}
