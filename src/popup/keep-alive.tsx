import { useMemo } from 'preact/hooks';
import type { Plan } from '../keepalive/guard';
import { ask } from '../ui/ask';
import { guardText } from '../ui/guard-text';
import { t } from '../ui/text';
import { KeepAliveOptions } from './keep-alive-options';
import type { Model } from './model';
import type { NotebookSummary } from './notebook';

/** Whether and how long this notebook's runtime is kept alive, what is done for that now, and what it asks. */
export function KeepAlive({ model, notebook }: { model: Model; notebook: NotebookSummary }) {
  const { tabId, guard, rules, runsSetup } = notebook;
  const { plan, countCells, budget, schedule } = guard;
  const on = plan.mode !== 'off';
  const appeal = guard.status === 'blocked' ? notebook.dialog?.appeal : undefined;
  const choose = (wanted: Plan) => model.act(ask('ui/keep-alive', { tabId, plan: wanted }));
  // Drawn anew only when what they show has changed: each drawing sets back a field that is being typed in.
  const options = useMemo(
    () => <KeepAliveOptions model={model} notebook={notebook} choose={choose} />,
    [JSON.stringify([tabId, plan.mode, countCells, budget, schedule, rules, runsSetup])],
  );
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
        {guardText(guard, rules, model.now.value)}{' '}
        {appeal !== undefined && (
          <a href={appeal} target="_blank" rel="noreferrer">
            {t('blocked_appeal')}
          </a>
        )}
      </p>
      {(guard.status === 'asking' || guard.status === 'let-go') && <Question model={model} notebook={notebook} />}
      {on && options}
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
