import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Guard, Overrides, Plan } from '../keepalive/guard';
import type { Schedule } from '../keepalive/schedule';
import { askForPower, canKeepAwake } from '../platform/power';
import { readSettings } from '../store/settings';
import { ask } from '../ui/ask';
import { formatCount } from '../ui/format';
import { DayBoxes, FIRST_SCHEDULE, SpanFields } from '../ui/hours';
import { t, tCount } from '../ui/text';
import { TypedControl } from '../ui/typed-control';
import { typedNumber } from '../ui/typed-number';
import type { Model } from './model';
import type { NotebookSummary } from './notebook';

const HOUR_MS = 3_600_000;
const HOURS = [1, 2, 4, 8, 12] as const;
/** In hours. */
const BUDGET = { min: 1, max: 168 };

interface OptionsProps {
  model: Model;
  notebook: NotebookSummary;
  choose: (plan: Plan) => void;
}

/** What a notebook has otherwise than the settings say, and what else helps its runtime to last. */
export function KeepAliveOptions({ model, notebook: { tabId, guard, rules, runsSetup }, choose }: OptionsProps) {
  const pickingTime = useSignal(false);
  const counts = guard.countCells ?? rules.countCells;
  const override = (changes: Partial<Overrides>) => {
    // Only what is changed: what was changed a moment before may not be drawn yet.
    model.act(ask('ui/keep-alive-overrides', { tabId, ...changes }));
  };
  const pick = (value: string) => {
    pickingTime.value = value === 'until';
    if (value === 'while-working') choose({ mode: 'while-working' });
    else if (value !== 'until') choose({ mode: 'timed', left: Number(value) * HOUR_MS });
  };
  return (
    <details class="small">
      <summary>{t('keep_alive_options')}</summary>
      <div class="options">
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
              onChange={({ currentTarget: { value } }) => {
                if (value !== '') choose({ mode: 'timed', left: untilNext(value, new Date()) });
              }}
              // Not before: 07:3 is a time for the browser, to which a second digit may come.
              onBlur={({ currentTarget: { value } }) => {
                pickingTime.value = value === '';
              }}
            />
          </div>
        )}
        <label>
          <input type="checkbox" checked={counts} onChange={() => override({ countCells: !counts })} />
          {t('keep_alive_cells')}
        </label>
        <div class="field">
          <label for="keep-alive-budget">{t('keep_alive_budget')}</label>
          <TypedControl<number>
            id="keep-alive-budget"
            shown={String(Math.round((guard.budget ?? rules.budget) / HOUR_MS))}
            // An emptied field is as the settings say.
            read={(text) => (text.trim() === '' ? rules.budget / HOUR_MS : (typedNumber(text, BUDGET) ?? undefined))}
            save={(hours) => override({ budget: hours * HOUR_MS === rules.budget ? null : hours * HOUR_MS })}
            problem={t('problem_number_or_empty', formatCount(BUDGET.min), formatCount(BUDGET.max))}
            describedBy={undefined}
            inputMode="decimal"
          />
        </div>
        <Hours schedule={guard.schedule} first={rules.schedule ?? FIRST_SCHEDULE} override={override} />
        {canKeepAwake() && <KeepAwake model={model} />}
        <label>
          <input
            type="checkbox"
            checked={runsSetup}
            onChange={() => model.act(ask('ui/run-setup', { tabId, on: !runsSetup }))}
          />
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
      </div>
    </details>
  );
}

interface HoursProps {
  schedule: Guard['schedule'];
  /** What a notebook's own hours are to begin with. */
  first: Schedule;
  override: (changes: Partial<Overrides>) => void;
}

function Hours({ schedule, first, override }: HoursProps) {
  const own = schedule === null || schedule === 'any' ? null : schedule;
  const mode = schedule === null ? 'settings' : schedule === 'any' ? 'any' : 'own';
  const pick = (value: string) => override({ schedule: value === 'own' ? first : value === 'any' ? 'any' : null });
  return (
    <>
      <div class="field">
        <label for="keep-alive-when">{t('keep_alive_when')}</label>
        <select id="keep-alive-when" value={mode} onChange={({ currentTarget }) => pick(currentTarget.value)}>
          <option value="settings">{t('keep_alive_when_settings')}</option>
          <option value="any">{t('keep_alive_when_any')}</option>
          <option value="own">{t('keep_alive_when_own')}</option>
        </select>
      </div>
      {own !== null && (
        <>
          <SpanFields span={own} onChange={(span) => override({ schedule: { ...own, ...span } })} />
          <DayBoxes days={own.days} onChange={(days) => override({ schedule: { ...own, days } })} />
        </>
      )}
    </>
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
      <input type="checkbox" checked={on.value} onChange={() => model.act(change(!on.value))} />
      {t('keep_alive_awake')}
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
