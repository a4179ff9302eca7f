import { clashesOf, expiryWarning } from '../intake/foresight';
import { displayName, type Job } from '../jobs/job';
import { browser } from '../platform/browser';
import { handOver } from '../platform/handed-over';
import { clashText, expiryText } from '../ui/foresight';
import { pageUrl } from '../ui/page-url';
import { t } from '../ui/text';

interface ForesightProps {
  url: string;
  output: string;
  notebook: string;
  jobs: readonly Job[];
}

/** What is known of a typed address before it starts, and the way to the page that asks its server. */
export function Foresight({ url, output, notebook, jobs }: ForesightProps) {
  if (!URL.canParse(url)) return null;
  const place = { url: new URL(url).href, output: output.trim() };
  const now = Date.now();
  const expiry = expiryWarning(url, now);
  const [clash = null] = clashesOf([place], jobs);
  const check = async () => {
    await handOver({ text: url, notebook });
    await browser.tabs.create({ url: pageUrl('add') });
  };
  return (
    <>
      {expiry !== null && <p class="small problem">{expiryText(expiry, now)}</p>}
      {clash !== null && <p class="small problem">{clashText(clash, displayName({ ...place, path: null }), String)}</p>}
      <button type="button" class="bare text small check" onClick={() => void check()}>
        {t('add_check')}
      </button>
    </>
  );
}
