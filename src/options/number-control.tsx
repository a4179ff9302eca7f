import { formatCount } from '../ui/format';
import { t } from '../ui/text';
import { TypedControl } from '../ui/typed-control';
import { typedNumber } from '../ui/typed-number';
import type { Save, Setting } from './table';

interface NumberControlProps {
  setting: Extract<Setting, { kind: 'number' }>;
  value: number | null;
  save: Save;
  describedBy: string | undefined;
}

export function NumberControl({ setting, value, save, describedBy }: NumberControlProps) {
  const { key, min, max, unit, scale = 1, empty } = setting;
  return (
    <TypedControl<number | null>
      id={key}
      shown={value === null ? '' : String(value / scale)}
      read={(text) => (empty !== undefined && text.trim() === '' ? null : (typedNumber(text, setting) ?? undefined))}
      save={(number) => save({ [key]: number === null ? null : Math.round(number * scale) })}
      problem={t(
        empty === undefined ? 'problem_number' : 'problem_number_or_empty',
        formatCount(min),
        formatCount(max),
      )}
      describedBy={describedBy}
      placeholder={empty && t(empty)}
      inputMode="decimal"
    >
      <span class="quiet small">{t(unit)}</span>
    </TypedControl>
  );
}
