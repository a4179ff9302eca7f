import { isFollowed } from '../intake/followed';
import { expiryWarning } from '../intake/foresight';
import type { Item } from '../intake/intake';
import type { FieldProblems } from '../jobs/new-job';
import { expiryText } from '../ui/foresight';
import { formatBytes } from '../ui/format';
import { harmless, t, textOfProblem } from '../ui/text';
import { nameOf } from './plan';
import type { Verdict } from './preflight';

interface PreviewRowProps {
  item: Item;
  /** What the server says; undefined where it was not asked. */
  verdict: Verdict | 'asking' | undefined;
  /** Whose place it would take, in words. */
  clash: string | null;
  problems: FieldProblems | undefined;
}

/** One download of the list: its name, where it comes from, and what should be known before it starts. */
export function PreviewRow({ item, verdict, clash, problems }: PreviewRowProps) {
  const now = Date.now();
  const expiry = expiryWarning(item.url, now);
  const wrong = Object.values(problems ?? {}).map(textOfProblem);
  return (
    <li>
      <p class="name cut" title={harmless(item.url)}>
        <bdi>{harmless(nameOf(item))}</bdi>
      </p>
      <p class="quiet small cut" dir="ltr">
        {new URL(item.url).hostname}
        {item.digest !== null && ` · ${item.digest.algorithm.toUpperCase()}`}
      </p>
      <p class="small">{verdict === undefined ? '' : verdictText(verdict, item.url)}</p>
      {expiry !== null && <p class="small problem">{expiryText(expiry, now)}</p>}
      {clash !== null && wrong.length === 0 && <p class="small problem">{clash}</p>}
      {wrong.map((text) => (
        <p key={text} class="small problem">
          {text}
        </p>
      ))}
    </li>
  );
}

function verdictText(verdict: Verdict | 'asking', url: string): string {
  if (verdict === 'asking') return t('many_asking');
  switch (verdict.kind) {
    case 'file': {
      const size = verdict.size === null ? t('many_size_unknown') : formatBytes(verdict.size);
      return `${size} · ${t(verdict.resumable ? 'many_resumable' : 'many_not_resumable')}`;
    }
    case 'page':
      return t(isFollowed(url) ? 'many_followed' : 'many_page');
    case 'refused':
      return t('many_refused', String(verdict.status));
    case 'unreachable':
      return t('many_unreachable');
  }
}
