import { type DialogFact, type DialogPolicy, dialogFacts } from '../facts/dialogs';

/** What a dialog is made of, read from the page. `marks` are its tag, its classes and the attribute values of it and its buttons. */
export interface DialogShape {
  marks: string[];
  title: string;
  text: string;
}

export interface DialogClass {
  kind: string;
  policy: DialogPolicy;
  means: DialogFact['means'] | null;
}

/** Names a dialog: by its structure where that is known, else by its words, else `unknown`, which is never answered. */
export function classifyDialog({ marks, title, text }: DialogShape): DialogClass {
  const words = collapse(`${title}\n${text}`);
  const known =
    dialogFacts.find((fact) => fact.structure !== undefined && marks.some((mark) => fact.structure?.test(mark))) ??
    dialogFacts.find(
      (fact) =>
        fact.structure === undefined &&
        (fact.title === undefined || fact.title.test(collapse(title))) &&
        (fact.text === undefined || fact.text.test(words)),
    );
  return { kind: known?.kind ?? 'unknown', policy: known?.policy ?? 'tell', means: known?.means ?? null };
}

/** On one line; the Turkish İ has no small letter that a pattern would find. */
function collapse(words: string): string {
  return words.replaceAll('İ', 'i').replace(/\s+/g, ' ').trim();
}
