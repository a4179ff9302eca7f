import { displayName, type Job } from '../jobs/job';
import { ask } from '../ui/ask';
import { Icon, type IconName } from '../ui/icons';
import { MainAction, ProgressBar } from '../ui/job-parts';
import { amounts, explanations, stateText } from '../ui/job-text';
import { SparkLine } from '../ui/spark-line';
import { harmless, isolated, t } from '../ui/text';
import type { Model } from './model';

interface JobRowProps {
  job: Job;
  model: Model;
  icon: IconName;
  /** One button for all stands above: the row's own should not compete with it. */
  quiet: boolean;
  /** Shown where the list is of many notebooks. */
  notebookTitle: string | undefined;
}

export function JobRow({ job, model, icon, quiet, notebookTitle }: JobRowProps) {
  const name = harmless(displayName(job));
  const trail = model.trails.value.get(job.id);
  const numbers = amounts(job, trail, model.now.value).join(' · ');
  return (
    <li class="job" data-job={job.id} data-state={job.state}>
      <Icon name={icon} />
      <div class="top">
        <div class="titles">
          <p class="name cut" title={harmless(job.path ?? name)}>
            <bdi>{name}</bdi>
          </p>
          {notebookTitle !== undefined && (
            <p class="quiet small cut" title={harmless(notebookTitle)}>
              <bdi>{harmless(notebookTitle)}</bdi>
            </p>
          )}
          <p class="state">{stateText(job)}</p>
        </div>
        <div class="actions">
          <MainAction job={job} requests={model} name={name} quiet={quiet} />
          <button
            type="button"
            class="bare"
            title={t('action_remove_hint')}
            aria-label={t('action_remove', isolated(name))}
            onClick={() => model.act(ask('ui/remove', { jobs: [job.id] }))}
          >
            <Icon name="close" />
          </button>
        </div>
      </div>
      <div class="wide">
        {job.state !== 'completed' && <ProgressBar job={job} name={name} />}
        {numbers !== '' && (
          <div class="amounts quiet">
            <p>{numbers}</p>
            {job.state === 'running' && <SparkLine trail={trail} />}
          </div>
        )}
        {explanations(job).map((text) => (
          <p key={text} class="explanation">
            {text}
          </p>
        ))}
      </div>
    </li>
  );
}
