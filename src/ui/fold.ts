/** Text to search in or for, without case and accents: who looks for `resume` means `Résumé` too. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
