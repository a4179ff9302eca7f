interface FieldProps {
  /** Of the form's inputs, the one that this is: also its element's id. */
  name: string;
  label: string;
  value: string;
  /** What is wrong with it and what to do about it; null where nothing is. */
  problem: string | null;
  placeholder?: string;
  onInput: (value: string) => void;
}

/** A line of text to type, with what is wrong with it right below. */
export function Field({ name, label, value, problem, placeholder, onInput }: FieldProps) {
  const problemId = `${name}-problem`;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        value={value}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        dir={value === '' ? undefined : 'ltr'}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {problem !== null && (
        <p class="problem small" id={problemId}>
          {problem}
        </p>
      )}
    </div>
  );
}
