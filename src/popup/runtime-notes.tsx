import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { needOf } from '../jobs/need';
import { forecast } from '../keepalive/session';
import { type Away, awaySince } from '../store/away';
import { flightLog } from '../store/read';
import { ask } from '../ui/ask';
import { formatBytes, formatDuration, formatTime } from '../ui/format';
import { t, tCount } from '../ui/text';
import type { Model } from './model';
import type { NotebookSummary } from './notebook';

/** What the user should know of the runtime: its age and end, whether it ends on purpose, and what happened meanwhile. */
export function RuntimeNotes({ model, notebook }: { model: Model; notebook: NotebookSummary }) {
  return (
    <>
      <SessionNote model={model} notebook={notebook} />
      {notebook.releaseAt !== null && <ReleaseNote model={model} notebook={notebook} due={notebook.releaseAt} />}
      <AwayNote model={model} notebook={notebook} />
    </>
  );
}

function SessionNote({ model, notebook: { session, state } }: { model: Model; notebook: NotebookSummary }) {
  if (session === null || (state !== 'idle' && state !== 'busy')) return null;
  const now = model.now.value;
  const { endsIn, told, needs, lacks } = forecast(session, needOf(model.jobs.value ?? []), now);
  const age = formatDuration(Math.max(60, (now - session.since) / 1000));
  const left = formatDuration(endsIn);
  const short = needs !== null && needs > endsIn;
  return (
    <>
      <p class="quiet small wide">
        {t(told ? 'session_told' : 'session_guessed', age, left)}
        {session.free !== null && ` ${t('session_free', formatBytes(session.free))}`}
      </p>
      {short && <p class="callout small wide">{t('session_short', formatDuration(needs), left)}</p>}
      {lacks > 0 && <p class="callout small wide">{t('session_disk', formatBytes(lacks))}</p>}
    </>
  );
}

interface ReleaseProps {
  model: Model;
  notebook: NotebookSummary;
  due: number;
}

function ReleaseNote({ model, notebook: { notebook }, due }: ReleaseProps) {
  const left = formatDuration(Math.max(1, (due - model.now.value) / 1000));
  return (
    <div class="callout small wide">
      <p>{t('release_soon', left)}</p>
      <button type="button" onClick={() => model.act(ask('ui/keep-runtime', { notebook }))}>
        {t('action_keep_runtime')}
      </button>
    </div>
  );
}

function AwayNote({ model, notebook: { notebook, awaySince: since } }: { model: Model; notebook: NotebookSummary }) {
  const away = useSignal<Away | null>(null);
  useEffect(() => {
    if (since !== null)
      void flightLog(notebook).then((entries) => {
        away.value = awaySince(entries, since);
      });
  }, [notebook, since]);
  if (away.value === null || since === null) return null;
  return (
    <section class="callout news small wide" aria-labelledby="away-title">
      <h2 id="away-title">{t('away_title', formatTime(since))}</h2>
      <ul>
        {linesOf(away.value).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <button
        type="button"
        onClick={() => {
          away.value = null;
          model.act(ask('ui/seen', { notebook }));
        }}
      >
        {t('action_seen')}
      </button>
    </section>
  );
}

function linesOf({
  disconnects,
  reconnects,
  setups,
  completed,
  failed,
  letGo,
  captcha,
  blocked,
  released,
}: Away): string[] {
  return [
    disconnects > 0 ? tCount('away_disconnects', disconnects) : '',
    reconnects > 0 ? tCount('away_reconnects', reconnects) : '',
    setups > 0 ? tCount('away_setups', setups) : '',
    completed > 0 ? tCount('away_completed', completed) : '',
    failed > 0 ? tCount('away_failed', failed) : '',
    letGo ? t('guard_let_go') : '',
    captcha ? t('away_captcha') : '',
    blocked ? t('guard_blocked') : '',
    released ? t('away_released') : '',
  ].filter((line) => line !== '');
}
