import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

interface TypedControlProps<Value> {
  id: string;
  /** What is set, as text. */
  shown: string;
  /** What a text means; undefined where it makes no sense. */
  read: (text: string) => Value | undefined;
  save: (value: Value) => void;
  /** What is wrong with a text that makes no sense, and what to do about it. */
  problem: string;
  describedBy: string | undefined;
  placeholder?: string | undefined;
  inputMode?: 'decimal' | 'text';
  /** What is not text, such as a pattern, runs from left to right in every language. */
  dir?: 'ltr';
  /** The unit, behind the field. */
  children?: ComponentChildren;
}

/** Saves each text that makes sense as it is typed. Any other stays in the field, with what is wrong with it. */
export function TypedControl<Value>(props: TypedControlProps<Value>) {
  const { id, shown, read, save, problem, describedBy, placeholder, inputMode, dir, children } = props;
  /** What is being typed; null while the field shows what is set. */
  const typed = useSignal<string | null>(null);
  const wrong = typed.value !== null && read(typed.value) === undefined;
  const problemId = `${id}-problem`;
  return (
    <div class="typed">
      <span class="with-unit">
        <input
          id={id}
          inputMode={inputMode}
          dir={dir}
          autocomplete="off"
          spellcheck={false}
          value={typed.value ?? shown}
          placeholder={placeholder}
          aria-invalid={wrong}
          aria-describedby={[wrong ? problemId : undefined, describedBy].filter(Boolean).join(' ') || undefined}
          onInput={({ currentTarget: { value: text } }) => {
            typed.value = text;
            const value = read(text);
            if (value !== undefined) save(value);
          }}
          onBlur={() => {
            if (!wrong) typed.value = null;
          }}
        />
        {children}
      </span>
      {wrong && (
        <p class="problem small" id={problemId}>
          {problem}
        </p>
      )}
    </div>
  );
}
