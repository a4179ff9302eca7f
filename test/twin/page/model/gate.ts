import type { Cell } from './cell.ts';
import type { Notebook } from './notebook.ts';

/** Parts of source texts that Colab warns of: items of its list that users found (issue threads of 2023). The whole list is not known. */
const DISALLOWED = ['stable-diffusion-webui', 'sd-webui', '-webui.', 'EasyGUI'];

/** What Colab asks before it runs anything: each question once in a page's life (bundle, spring 2026). */
export class Gate {
  readonly #notebook: Notebook;
  #confirmed = false;
  #warned = false;

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
  }

  /** Whether `cells` may run, after the user's answers. */
  async opens(cells: readonly Cell[]): Promise<boolean> {
    return (await this.#isTrusted()) && (await this.#isAllowed(cells));
  }

  async #isTrusted(): Promise<boolean> {
    const { source } = this.#notebook.variant;
    if (source === 'drive' || this.#confirmed) return true;
    this.#confirmed = await this.#notebook.dialogs.ask('not-authored');
    return this.#confirmed;
  }

  /** Its "yes" cancels. "Continue anyway" and a plain dismissal are the same, and it does not ask again. */
  async #isAllowed(cells: readonly Cell[]): Promise<boolean> {
    const hit = cells.some(({ text }) => DISALLOWED.some((part) => text.includes(part)));
    if (!hit || this.#warned) return true;
    const cancel = await this.#notebook.dialogs.ask('scan-warning');
    this.#warned = !cancel;
    return !cancel;
  }
}
