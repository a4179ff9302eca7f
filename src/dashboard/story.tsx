import { useSignal } from '@preact/signals';
import type { Job } from '../jobs/job';
import type { FlightEntry } from '../store/flight-event';
import { flightLog } from '../store/read';
import { t } from '../ui/text';
import { Timeline } from '../ui/timeline';

/** What happened to a download: the flight recorder's entries of it, and those of its whole notebook. Read when it is opened. */
export function Story({ job }: { job: Job }) {
  const log = useSignal<readonly FlightEntry[] | null>(null);
  async function read(): Promise<void> {
    const entries = await flightLog(job.notebook);
    log.value = entries.filter((entry) => entry.job === undefined || entry.job === job.id);
  }
  return (
    <details
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) void read();
      }}
    >
      <summary>{t('details_story')}</summary>
      {log.value !== null && <Timeline log={log.value} />}
    </details>
  );
}
