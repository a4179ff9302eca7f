import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Plan } from '../keepalive/guard';
import type { NotebookSummary } from '../messaging/messages';
import { askForPower } from '../platform/power';
import { readSettings } from '../store/settings';
import { ask } from '../ui/ask';
import { guardText } from '../ui/guard-text';
import { t, tCount } from '../ui/text';
import type { Model } from './model';

const HOUR_MS = 3_600_000;
const HOURS = [1, 2, 4, 8, 12] as const;

/** Whether and how long this notebook's runtime is kept alive, what is done for that now, and what it asks. */
export function KeepAlive({ model, notebook }: { model: Model; notebook: NotebookSummary }) {
  const { tabId, guard, rules } = notebook;
  const on = guard.plan.mode !== 'off';
  const choose = (plan: Plan) => model.act(ask('ui/keep-alive', { tabId, plan }));
  return (
    <div class="wide keep-alive">
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={on}
          aria-describedby="keep-alive-hint"
          onChange={() => choose({ mode: on ? 'off' : 'while-working' })}
        />
        {t('keep_alive')}
      </label>
      <p class={guard.status === 'blocked' ? 'callout small' : 'quiet'} id="keep-alive-hint">
        {guardText(guard, rules, model.now.value)}
      </p>
      {guard.status === 'blocked' && notebook.dialog?.appeal !== undefined && (
        <a href={notebook.dialog.appeal} target="_blank" rel="noreferrer">
          {t('blocked_appeal')}
        </a>
      )}
      {(guard.status === 'asking' || guard.status === 'let-go') && <Question model={model} notebook={notebook} />}
      {on && <Options model={model} notebook={notebook} choose={choose} />}
    </div>
  );
}

function Question({ model, notebook: { notebook, guard } }: { model: Model; notebook: NotebookSummary }) {
  const answer = (yes: boolean) => model.act(ask('ui/keep-alive-answer', { notebook, yes }));
  const yes = guard.question?.why === 'time-over' ? 'action_one_hour_more' : 'action_go_on';
  return (
    <div class="answers">
      <button type="button" class="primary" onClick={() => answer(true)}>
        {t(yes)}
      </button>
      {guard.status === 'asking' && (
        <button type="button" onClick={() => answer(false)}>
          {t('action_let_go')}
        </button>
      )}
    </div>
  );
}

interface OptionsProps {
  model: Model;
  notebook: NotebookSummary;
  choose: (plan: Plan) => void;
}

function Options({ model, notebook: { tabId, guard, rules, runsSetup }, choose }: OptionsProps) {
  const pickingTime = useSignal(false);
  const counts = guard.countCells ?? rules.countCells;
  const pick = (value: string) => {
    pickingTime.value = value === 'until';
    if (value === 'while-working') choose({ mode: 'while-working' });
    else if (value !== 'until') choose({ mode: 'timed', left: Number(value) * HOUR_MS });
  };
  return (
    <details class="small">
      <summary>{t('keep_alive_options')}</summary>
      <div class="field">
        <label for="keep-alive-plan">{t('keep_alive_how_long')}</label>
        <select
          id="keep-alive-plan"
          value={pickingTime.value ? 'until' : guard.plan.mode === 'timed' ? '' : 'while-working'}
          onChange={({ currentTarget }) => pick(currentTarget.value)}
        >
          <option value="while-working">{t('keep_alive_while_working')}</option>
          {guard.plan.mode === 'timed' && (
            <option value="" disabled>
              {t('keep_alive_timed')}
            </option>
          )}
          {HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {tCount('keep_alive_hours', hours)}
            </option>
          ))}
          <option value="until">{t('keep_alive_until')}</option>
        </select>
      </div>
      {pickingTime.value && (
        <div class="field">
          <label for="keep-alive-until">{t('keep_alive_until_time')}</label>
          <input
            id="keep-alive-until"
            type="time"
            onChange={({ currentTarget }) => {
              if (currentTarget.value === '') return;
              pickingTime.value = false;
              choose({ mode: 'timed', left: untilNext(currentTarget.value, new Date()) });
            }}
          />
        </div>
      )}
      <label>
        <input
          type="checkbox"
          checked={counts}
          onChange={() =>
            model.act(ask('ui/keep-alive-overrides', { tabId, countCells: !counts, budget: guard.budget }))
          }
        />{' '}
        {t('keep_alive_cells')}
      </label>
      <div class="field">
        <label for="keep-alive-budget">{t('keep_alive_budget')}</label>
        <input
          id="keep-alive-budget"
          type="number"
          min="1"
          max="168"
          value={Math.round((guard.budget ?? rules.budget) / HOUR_MS)}
          onChange={({ currentTarget }) => {
            const hours = currentTarget.valueAsNumber;
            const budget = hours >= 1 && hours <= 168 ? Math.round(hours) * HOUR_MS : null;
            model.act(ask('ui/keep-alive-overrides', { tabId, countCells: guard.countCells, budget }));
          }}
        />
      </div>
      <KeepAwake model={model} />
      <label>
        <input
          type="checkbox"
          checked={runsSetup}
          onChange={() => model.act(ask('ui/run-setup', { tabId, on: !runsSetup }))}
        />{' '}
        {t('setup_run')}
      </label>
      <p class="quiet">{t('heartbeat_hint')}</p>
      <p class="answers">
        <button type="button" onClick={() => model.act(ask('ui/heartbeat', { tabId, on: true }))}>
          {t('heartbeat_add')}
        </button>
        <button type="button" onClick={() => model.act(ask('ui/heartbeat', { tabId, on: false }))}>
          {t('heartbeat_remove')}
        </button>
      </p>
    </details>
  );
}

/** For all notebooks. The browser asks for the permission on the click that wants it. */
function KeepAwake({ model }: { model: Model }) {
  const on = useSignal(false);
  useEffect(() => {
    void readSettings().then(({ keepAwake }) => {
      on.value = keepAwake;
    });
  }, []);
  async function change(wanted: boolean): Promise<void> {
    const keepAwake = wanted && (await askForPower());
    on.value = keepAwake;
    await ask('ui/settings', { ...(await readSettings()), keepAwake });
  }
  return (
    <label>
      <input type="checkbox" checked={on.value} onChange={() => model.act(change(!on.value))} /> {t('keep_alive_awake')}
    </label>
  );
}

/** Milliseconds from `now` until the clock next shows `time`, as `07:30`. */
function untilNext(time: string, now: Date): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const next = new Date(now);
  next.setHours(hours, minutes, 0, 0);
  if (next <= now) next.setDate(next.getDate() + 1);
  return next.getTime() - now.getTime();
}
