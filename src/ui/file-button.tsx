import { useRef } from 'preact/hooks';

interface FileButtonProps {
  /** What the button says: the browser's own control speaks only the browser's language. */
  text: string;
  accept: string;
  describedBy?: string;
  onFile: (file: File) => void;
}

/** Asks for one file. The same file again is news each time: it may have been mended. */
export function FileButton({ text, accept, describedBy, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" aria-describedby={describedBy} onClick={() => input.current?.click()}>
        {text}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={text}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) onFile(file);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
