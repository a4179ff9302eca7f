import type { Cell } from './cell.ts';
import type { Notebook } from './notebook.ts';

/** Parts of source texts that Colab warns of: items of its list that users found (issue threads of 2023). The whole list is not known. */
const DISALLOWED = ['stable-diffusion-webui', 'sd-webui', '-webui.', 'EasyGUI'];
/** Of the second list, which counts without compute units only, it is known that it names tunnels (reports, 2023 to 2026). */
const DISALLOWED_WITHOUT_UNITS = ['ngrok'];

/** What Colab asks before it runs anything: each question once in a page's life (bundle, spring 2026). */
export class Gate {
  readonly #notebook: Notebook;
  #confirmed = false;
  readonly #warned = new Set<'scan-warning' | 'units-warning'>();

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
  }

  /** Whether `cells` may run, after the user's answers. */
  async opens(cells: readonly Cell[]): Promise<boolean> {
    const { computeUnits } = this.#notebook.variant;
    const noUnits = computeUnits !== null && computeUnits <= 0;
    return (
      (await this.#isTrusted()) &&
      (await this.#isAllowed(cells, DISALLOWED, 'scan-warning')) &&
      (!noUnits || (await this.#isAllowed(cells, DISALLOWED_WITHOUT_UNITS, 'units-warning')))
    );
  }

  async #isTrusted(): Promise<boolean> {
    const { source } = this.#notebook.variant;
    if (source === 'drive' || source === 'scratch' || this.#confirmed) return true;
    this.#confirmed = await this.#notebook.dialogs.ask('not-authored');
    return this.#confirmed;
  }

  /** Its "yes" cancels. "Continue anyway" and a plain dismissal are the same, and it does not ask again. */
  async #isAllowed(
    cells: readonly Cell[],
    list: readonly string[],
    warning: 'scan-warning' | 'units-warning',
  ): Promise<boolean> {
    const hit = cells.some(({ text }) => list.some((part) => text.includes(part)));
    if (!hit || this.#warned.has(warning)) return true;
    const cancel = await this.#notebook.dialogs.ask(warning);
    if (!cancel) this.#warned.add(warning);
    return !cancel;
  }
}
