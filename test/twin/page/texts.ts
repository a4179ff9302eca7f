import en from './languages/en.json';

export type Texts = typeof en;

/** Colab's own words in `language`, as the recorded pages have them. */
export function textsOf(_language: string): Texts {
  return en;
}

/** Puts values into `{places}`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
