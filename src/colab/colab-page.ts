import { connect, connectRungs } from './actions/connect';
import { CellFinder, readSource } from './actions/find-cell';
import { dropHeartbeat, putHeartbeat } from './actions/heartbeat';
import { interruptCell, interruptRungs } from './actions/interrupt';
import { nudge, nudgeRungs } from './actions/nudge';
import { readProgress } from './actions/progress';
import { release, releaseRungs } from './actions/release';
import { removeCell, removeRungs } from './actions/remove';
import { answerOwnTrust, runCell, runRungs, trustRungs } from './actions/run';
import { runSetup } from './actions/setup-cells';
import { insertRungs, upsertCell, writeRungs } from './actions/upsert';
import type { Bridge } from './bridge';
import { selectors } from './facts/selectors';
import { ACTIONS, type Action } from './facts/tactics';
import { KeepAliveRequest } from './keep-alive-request';
import type { Rung, Until } from './ladder';
import type {
  ActionResult,
  DialogReading,
  NotebookPage,
  PageReading,
  PageState,
  ProgressReading,
  SelfTest,
} from './notebook-page';
import { cellElement } from './reading/cells';
import { Sight } from './sight';
import { watchPage } from './watch';

/** The two layers behind one door: Colab's page object through the bridge, and the DOM. */
export class ColabPage implements NotebookPage {
  readonly #sight: Sight;
  readonly #finder: CellFinder;
  readonly #request = new KeepAliveRequest();

  constructor(document: Document, bridge: Bridge, until: Until) {
    this.#sight = new Sight(document, bridge, until);
    this.#finder = new CellFinder(this.#sight);
  }

  async read(): Promise<PageReading> {
    return this.#sight.read();
  }

  connect(): Promise<ActionResult<PageState>> {
    return connect(this.#sight);
  }

  upsertCell(
    text: string,
    options: { overwriteEdited: boolean },
  ): Promise<ActionResult<{ cellId: string; changed: boolean }>> {
    return upsertCell(this.#sight, this.#finder, text, options);
  }

  async cellSource(): Promise<string | null> {
    const { id } = await this.#finder.locate();
    return id === null ? null : readSource(this.#sight, id);
  }

  removeCell(): Promise<ActionResult<null>> {
    return removeCell(this.#sight, this.#finder);
  }

  runCell(options: { runUntrusted: boolean }): Promise<ActionResult<{ cellId: string }>> {
    return runCell(this.#sight, this.#finder, options);
  }

  answerOwnTrust(): Promise<void> {
    return answerOwnTrust(this.#sight, this.#finder);
  }

  interruptCell(): Promise<ActionResult<null>> {
    return interruptCell(this.#sight, this.#finder);
  }

  readProgress(token: string): Promise<ProgressReading> {
    return readProgress(this.#sight, this.#finder, token);
  }

  nudge({ request }: { request: boolean }): Promise<ActionResult<null>> {
    return nudge(this.#sight, request ? this.#request : null);
  }

  runSetup(doneOn: string | null): Promise<ActionResult<{ vm: string | null; ran: number }>> {
    return runSetup(this.#sight, doneOn);
  }

  heartbeat({ on, text }: { on: boolean; text: string }): Promise<ActionResult<null>> {
    return (on ? putHeartbeat : dropHeartbeat)(this.#sight, text);
  }

  release(): Promise<ActionResult<null>> {
    return release(this.#sight);
  }

  async selfTest(): Promise<SelfTest> {
    const sight = this.#sight;
    // Ways to a cell are looked for on ours, or on whichever is there: nothing is done to it.
    const id = this.#finder.find().id ?? sight.read().cells.find(({ kind }) => kind === 'code')?.id ?? '';
    const ladders: Record<Action, Pick<Rung<unknown>, 'name' | 'available'>[]> = {
      connect: connectRungs(sight),
      insert: insertRungs(sight, ''),
      write: writeRungs(sight, id, '').filter(({ name }) => name !== 'already-there'),
      run: runRungs(sight, id, () => false),
      trust: trustRungs(sight, id),
      interrupt: interruptRungs(sight, id),
      remove: removeRungs(sight, id),
      nudge: nudgeRungs(sight, this.#request),
      release: releaseRungs(sight),
      progress: [
        { name: 'page-object/outputs', available: () => sight.can('outputText') },
        { name: 'dom/printed-text', available: () => cellElement(sight.document, id) !== null },
        { name: 'frame/text', available: () => sight.document.querySelector(selectors.outputFrame) !== null },
        { name: 'files/status-file', available: () => sight.can('progressFile') },
      ],
    };
    const tested = ACTIONS.map(async (action) => [
      action,
      await Promise.all(
        ladders[action].map(async ({ name, available }) => ({ rung: name, available: await available() })),
      ),
    ]);
    const rungs = Object.fromEntries(await Promise.all(tested)) as SelfTest['rungs'];
    const { state, readOnly } = sight.read();
    const connected = state === 'idle' || state === 'busy';
    const expected: Record<Action, boolean> = {
      connect: state === 'disconnected',
      insert: !readOnly,
      write: id !== '' && !readOnly,
      run: id !== '' && connected && sight.activity(id) === 'still',
      trust: false,
      interrupt: id !== '' && sight.activity(id) === 'active',
      remove: id !== '' && !readOnly,
      nudge: connected,
      // Only by the page object, and only for those who want it: its absence takes nothing else away.
      release: false,
      progress: id !== '',
    };
    const lost = ACTIONS.filter((action) => expected[action] && rungs[action].every(({ available }) => !available));
    return { rungs, lost };
  }

  onChange(callback: (what: 'state' | 'notebook' | 'dialog' | 'progress') => void, signal: AbortSignal): void {
    watchPage(this.#sight.document, () => this.#finder.find().id, callback, signal);
  }

  /** What tells this page from another and its states apart, cheaper than a whole reading. */
  identity(): { notebook: string | null; url: string; title: string; state: PageState; dialog: DialogReading | null } {
    return { ...this.#sight.identity(), state: this.#sight.state(), dialog: this.#sight.modal()?.reading ?? null };
  }
}
