import type { ComponentChildren } from 'preact';
import { isNaming } from '../jobs/naming';
import { LANGUAGES } from '../platform/languages';
import type { Settings } from '../store/settings';
import { type TextKey, t, textIfAny } from '../ui/text';
import { TypedControl } from '../ui/typed-control';
import { Categories } from './categories';
import { HoursControl } from './hours-control';
import { NumberControl } from './number-control';
import type { Save, Setting } from './table';

/** One setting: its name, what it does, and what it is set to. */
export function Control({ setting, settings, save }: { setting: Setting; settings: Settings; save: Save }) {
  const { key } = setting;
  switch (setting.kind) {
    case 'flag': {
      const toggle = async (on: boolean) => {
        if (!on || setting.allow === undefined || (await setting.allow())) save({ [key]: on });
        // The browser has moved the switch already; without its consent it has to go back.
        else save({ [key]: false });
      };
      return (
        <Row name={key} labelFor={key}>
          <input
            id={key}
            type="checkbox"
            role="switch"
            checked={settings[setting.key]}
            aria-describedby={hintId(key)}
            onChange={({ currentTarget }) => void toggle(currentTarget.checked)}
          />
        </Row>
      );
    }
    case 'number':
      return (
        <Row name={key} labelFor={key}>
          <NumberControl setting={setting} value={settings[setting.key]} save={save} describedBy={hintId(key)} />
        </Row>
      );
    case 'choice':
      return (
        <Row name={key} labelFor={key}>
          <select
            id={key}
            value={settings[setting.key]}
            aria-describedby={hintId(key)}
            onChange={({ currentTarget }) => save({ [key]: currentTarget.value })}
          >
            {setting.options.map((option) => (
              <option key={option} value={option}>
                {textIfAny(`setting_${key}_${option}`) ?? ownName(option)}
              </option>
            ))}
          </select>
        </Row>
      );
    case 'naming':
      return (
        <Row name={key} labelFor={key}>
          <TypedControl
            id={key}
            shown={settings.naming}
            read={(text) => (isNaming(text.trim()) ? text.trim() : undefined)}
            save={(naming) => save({ naming })}
            problem={t('problem_naming')}
            describedBy={hintId(key)}
            dir="ltr"
          />
        </Row>
      );
    case 'hours':
      return (
        <Row name={key} labelFor={key} wide>
          <HoursControl setting={setting} settings={settings} save={save} describedBy={hintId(key)} />
        </Row>
      );
    case 'categories':
      return (
        <Row name={key} wide>
          <Categories categories={settings.categories} save={save} />
        </Row>
      );
  }
}

interface RowProps {
  name: string;
  /** Id of the one control that the name is a label of. */
  labelFor?: string;
  wide?: boolean;
  children: ComponentChildren;
}

function Row({ name, labelFor, wide, children }: RowProps) {
  const title = t(`setting_${name}` as TextKey);
  const hint = textIfAny(`setting_${name}_hint`);
  return (
    <div class={wide === true ? 'setting wide' : 'setting'}>
      <div class="words">
        {labelFor === undefined ? <h3>{title}</h3> : <label for={labelFor}>{title}</label>}
        {hint !== null && (
          <p class="quiet small" id={hintId(name)}>
            {hint}
          </p>
        )}
      </div>
      {children}
    </div>
  );
}

/** Of the words that a screen reader adds to the control; undefined where there are none. */
function hintId(name: string): string | undefined {
  return textIfAny(`setting_${name}_hint`) === null ? undefined : `${name}-hint`;
}

/** What needs no translation: a language in its own words, or the name of a program. */
function ownName(option: string): string {
  if (!(LANGUAGES as readonly string[]).includes(option)) return option;
  const tag = option.replace('_', '-');
  return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
}
