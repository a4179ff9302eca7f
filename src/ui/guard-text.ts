import type { Guard } from '../keepalive/guard';
import { gaveUpReconnecting, type Rules } from '../keepalive/policy';
import { formatDuration } from './format';
import { type TextKey, t } from './text';

/** What keep-alive does for a notebook at `now` (Unix milliseconds), and until when. */
export function guardText(guard: Guard, rules: Rules, now: number): string {
  const { status, plan, question, seenAt } = guard;
  const since = seenAt === null ? 0 : Math.max(0, now - seenAt.wall);
  const time = (milliseconds: number) => formatDuration(Math.max(0, milliseconds) / 1000);
  const budget = guard.budget ?? rules.budget;
  if (status === 'asking' && question !== null) {
    const asks =
      question.why === 'time-over' ? t('guard_asking_time_over') : t('guard_asking_budget_over', time(guard.spent));
    return `${asks} ${t('guard_answer_in', time(question.left - since))}`;
  }
  if (status === 'guarding')
    return plan.mode === 'timed'
      ? t('guard_timed', time(plan.left - since))
      : t('guard_guarding', time(budget - guard.spent - since));
  if (gaveUpReconnecting(guard)) return t('guard_gave_up');
  if (status === 'resting') return t((guard.countCells ?? rules.countCells) ? 'guard_resting_cells' : 'guard_resting');
  return t(`guard_${status.replace('-', '_')}` as TextKey);
}
