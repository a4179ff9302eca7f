import { useSignal } from '@preact/signals';
import { formatCount } from '../ui/format';
import { t } from '../ui/text';
import type { Save, Setting } from './table';
import { typedNumber } from './typed';

interface NumberControlProps {
  setting: Extract<Setting, { kind: 'number' }>;
  value: number | null;
  save: Save;
  describedBy: string | undefined;
}

/** Saves each number that makes sense as it is typed. Any other stays in the field, with what is wrong with it. */
export function NumberControl({ setting, value, save, describedBy }: NumberControlProps) {
  const { key, min, max, unit, scale = 1, optional = false } = setting;
  /** What is being typed; null while the field shows what is set. */
  const typed = useSignal<string | null>(null);
  const shown = value === null ? '' : String(value / scale);
  const read = (text: string) => (optional && text.trim() === '' ? null : (typedNumber(text, setting) ?? undefined));
  const wrong = typed.value !== null && read(typed.value) === undefined;
  const problemId = `${key}-problem`;
  return (
    <div class="number">
      <span class="with-unit">
        <input
          id={key}
          inputMode="decimal"
          autocomplete="off"
          value={typed.value ?? shown}
          placeholder={optional ? t('options_no_limit') : undefined}
          aria-invalid={wrong}
          aria-describedby={[wrong ? problemId : undefined, describedBy].filter(Boolean).join(' ') || undefined}
          onInput={({ currentTarget: { value: text } }) => {
            typed.value = text;
            const number = read(text);
            if (number !== undefined) save({ [key]: number === null ? null : Math.round(number * scale) });
          }}
          onBlur={() => {
            if (!wrong) typed.value = null;
          }}
        />
        <span class="quiet small">{t(unit)}</span>
      </span>
      {wrong && (
        <p class="problem small" id={problemId}>
          {t(optional ? 'problem_number_or_empty' : 'problem_number', formatCount(min), formatCount(max))}
        </p>
      )}
    </div>
  );
}
