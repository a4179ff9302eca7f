import type * as Monaco from 'monaco-editor';
import { render, type VNode } from 'preact';
import { Clock } from '../clock.ts';
import type { Order } from '../control.ts';
import type { Boot } from '../protocol.ts';
import { keepJournal } from './journal.ts';
import { Dialogs } from './model/dialogs.ts';
import { Notebook } from './model/notebook.ts';
import { Snackbars as SnackbarModel } from './model/snackbars.ts';
import { publish } from './page-object/publish.ts';
import { TestLine } from './test-line.ts';
import { App } from './view/app.tsx';
import { DialogLayer } from './view/dialogs/layer.tsx';
import { Editors } from './view/editor.ts';
import { Frames, Leftovers, MathJax } from './view/leftovers.tsx';
import { Menus } from './view/menus.tsx';
import { Snackbars, SnackbarView } from './view/snackbars.tsx';
import { PAGE_SHEET } from './view/styles.ts';
import { textsOf } from './view/texts.ts';
import type { View } from './view/view.ts';

/** How long a late page object lets wait, in ms. */
const LATE = 30_000;

/** The document: it shows one notebook, and then maybe another without a load. */
export class Page {
  readonly #monaco: typeof Monaco;
  readonly #app = document.createElement('div');
  #shown: { view: View; line: TestLine } | null = null;
  #queued = false;

  constructor(monaco: typeof Monaco) {
    this.#monaco = monaco;
    this.#app.className = 'notebook-vertical';
    document.adoptedStyleSheets = [PAGE_SHEET];
    document.documentElement.setAttribute('theme', 'light');
    document.documentElement.setAttribute('editor', 'Default Light');
    keepJournal(() => this.#shown?.view.notebook ?? null);
    addEventListener('pagehide', () => this.#shown?.view.notebook.save());
  }

  /** Shows notebook `id`. The page object comes last, as Colab's does. */
  async open(id: string): Promise<void> {
    const boot = (await (await fetch(`/twin/notebook?nbh=${id}`)).json()) as Boot;
    const { variant } = boot;
    const texts = textsOf(variant.language);
    const clock = new Clock(boot.clockSpeed);
    const line = new TestLine(boot.id, (order) => this.#obey(order));
    await line.opened;
    const tell = line.tell.bind(line);
    const layer = new DialogLayer({ texts, clock, element: variant.dialogs });
    const bar = new SnackbarView(texts);
    const dialogs = new Dialogs((dialog) => layer.show(dialog), tell);
    const snackbars = new SnackbarModel((name) => bar.show(name));
    const notebook = new Notebook(boot, { clock, dialogs, snackbars, tell, changed: () => this.#queueDraw() });
    const view: View = { notebook, texts, editors: new Editors(this.#monaco, notebook), elements: new WeakMap() };
    const first = this.#shown === null;
    this.#shown = { view, line };
    if (first) this.#build(view);
    this.#draw();
    document.title = `${boot.name} - Colab`;
    if (variant.pageObject === 'present') publish(view);
    if (variant.pageObject === 'late') clock.after(LATE, () => publish(view));
  }

  /** The body's children in their order (M25, 2026-03), around those that the server sent. */
  #build({ texts }: View): void {
    const scripts = document.querySelector('body > .scripts');
    // The account's chip moves into the header.
    document.querySelector('body > .onegoogle')?.remove();
    scripts?.before(...elements(<MathJax />));
    scripts?.after(...elements(<Snackbars texts={texts} />));
    document.body.append(
      ...elements(<Frames />),
      this.#app,
      ...elements(<Menus texts={texts} run={(command) => this.#shown?.view.notebook.execute(command)} />),
      ...elements(<Leftovers texts={texts} />),
    );
  }

  #queueDraw(): void {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      this.#draw();
    });
  }

  #draw(): void {
    if (this.#shown) render(<App key={this.#shown.view.notebook.id} view={this.#shown.view} />, this.#app);
  }

  async #obey(order: Order): Promise<void> {
    if (!this.#shown) return;
    const { notebook } = this.#shown.view;
    if (order.kind === 'advance') {
      notebook.clock.advance(order.ms);
      await notebook.kernel.settled;
    } else if (order.kind === 'dialog') void notebook.showDialog(order.name);
    else if (order.kind === 'dismiss') notebook.dialogs.dismiss();
    else if (order.kind === 'snackbar') notebook.snackbars.show(order.name);
    else if (order.kind === 'propose') notebook.propose(order.cell, order.text);
    else if (order.kind === 'navigate') await this.#navigate(order.id);
  }

  async #navigate(id: string): Promise<void> {
    const left = this.#shown;
    left?.view.notebook.dialogs.dismiss();
    await left?.view.notebook.close();
    history.pushState(null, '', `/drive/${id}`);
    await this.open(id);
    left?.line.close();
  }
}

function elements(content: VNode): Node[] {
  const fragment = document.createDocumentFragment();
  render(content, fragment);
  return [...fragment.childNodes];
}
