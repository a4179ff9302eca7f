import type { Clash, Expiry } from '../intake/foresight';
import { formatMoment } from './format';
import { harmless, isolated, t } from './text';

/** A signed address that has run out at `now` (Unix milliseconds), or soon will. */
export function expiryText({ kind, at }: Expiry, now: number): string {
  return t(kind === 'expired' ? 'many_expired' : 'many_expires', formatMoment(at, now));
}

/** Whose place a download would take; `lineOf` tells the line of the one before it in the list, `name` is the file's. */
export function clashText(clash: Clash, name: string, lineOf: (index: number) => string): string {
  switch (clash.kind) {
    case 'listed':
      return t('many_clash_listed', lineOf(clash.index));
    case 'waiting':
      return t('problem_urlDuplicate');
    case 'there':
      return t('many_clash_there', isolated(harmless(name)));
  }
}
