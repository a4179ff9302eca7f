import { displayName, type Job } from '../jobs/job';
import { stateText } from './job-text';
import { harmless, isolated, t, tCount } from './text';

/** More at once is a number: nobody wants to hear a list. */
const MOST = 3;

/** Tells those who hear a face which downloads have changed their state. */
export function News({ jobs }: { jobs: readonly Job[] }) {
  const text =
    jobs.length > MOST
      ? tCount('news_many', jobs.length)
      : jobs.map((job) => t('news', isolated(harmless(displayName(job))), stateText(job))).join(' ');
  return (
    <p class="unseen" role="status">
      {/* Nothing, not an empty text: Preact sets that anew with each drawing, and each is a change of a live region. */}
      {text || null}
    </p>
  );
}
