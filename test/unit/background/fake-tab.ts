import { type JobRecord, PROGRESS_PREFIX } from '../../../src/jobs/progress';
import type { Request } from '../../../src/messaging/messages';
import { listIn } from '../../../src/runtime/cell-list';

export const COLAB = 'https://colab.research.google.com';
export const URL_OF_NOTEBOOK = `${COLAB}/drive/n`;

/** A notebook's page, as far as the background can tell. */
export class FakeTab {
  state = 'idle';
  text = '';
  running = false;
  line: string | null = null;
  runs = 0;
  edited = false;
  dialogs: string[] = [];
  open = true;
  calls: string[] = [];

  answer({ kind, payload }: Request): unknown {
    this.calls.push(kind);
    const ok = (value: unknown) => ({ ok: true, value });
    const held = (value: unknown) => ok({ ok: true, value, rung: 'test', trace: [] });
    switch (kind) {
      case 'tab/read':
        return ok({
          ...identity(this),
          accelerator: null,
          ram: null,
          disk: null,
          cells: [],
          dialogs: this.dialogs.map((name) => ({ kind: name, title: '', text: '', buttons: [] })),
          snackbars: [],
          lasts: null,
          vm: null,
          readOnly: false,
          versionTag: null,
          layers: { pageObject: true, dom: true },
        });
      case 'tab/progress':
        return ok(this.progress());
      case 'tab/ensure': {
        const { text, run, overwriteEdited } = payload as { text: string; run: boolean; overwriteEdited: boolean };
        if (this.edited && !overwriteEdited)
          return ok({ ok: false, code: 'cell-edited', message: 'edited', trace: [] });
        const changed = this.text !== text;
        this.text = text;
        this.edited = false;
        if (run && (changed || !this.running)) {
          // A cell that finds all done ends at once.
          this.running = this.line?.includes('"state":"completed"') !== true;
          this.runs++;
        }
        return held({ cellId: 'c', changed });
      }
      case 'tab/list':
        return ok(listIn(this.text));
      case 'tab/remove-cell':
        this.text = '';
        return held(null);
      case 'tab/interrupt':
        this.running = false;
        return held(null);
      case 'tab/connect':
        this.state = 'idle';
        return held('idle');
      case 'tab/nudge':
        return held(null);
      case 'tab/watch':
        return ok(null);
      default:
        throw new Error(`unexpected ${kind}`);
    }
  }

  progress() {
    return { line: this.line, cellId: 'c', running: this.running };
  }

  /** What the cell's output shows: one record of the only job, under the token that the cell's text carries. */
  print(change: Partial<JobRecord>, { boot = 'vm1', end = null }: { boot?: string; end?: string | null } = {}): void {
    const [, token] = /"token": "([^"]+)"/.exec(this.text) ?? [];
    const [, id] = /"id": "([^"]+)"/.exec(this.text) ?? [];
    const record: JobRecord = {
      job: id ?? '',
      seq: 1,
      state: 'running',
      offset: 0,
      size: 1000,
      rate: 1,
      eta: 1,
      engine: 'python',
      attempt: 1,
      error: null,
      notice: null,
      copy: null,
      path: '/content/a.bin',
      etag: null,
      modified: null,
      verified: null,
      kept: 0,
      restarted: false,
      ...change,
    };
    this.line = PROGRESS_PREFIX + JSON.stringify({ v: 1, token, boot, seq: record.seq, time: 1, jobs: [record], end });
  }
}

/** What the page of the notebook says of itself. */
export const identity = (tab: FakeTab) => ({
  notebook: 'drive:n',
  url: URL_OF_NOTEBOOK,
  title: 'Notes',
  state: tab.state,
});
