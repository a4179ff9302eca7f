import type * as Monaco from 'monaco-editor';
import type { Cell } from '../model/cell.ts';
import type { Notebook } from '../model/notebook.ts';

type AmdRequire = (modules: string[], loaded: (...found: unknown[]) => void) => void;

declare global {
  interface Window {
    monaco?: typeof Monaco;
    require: AmdRequire & { config(options: object): void };
  }
}

const LANGUAGE = 'notebook-python';

/** Loads Monaco by its AMD loader, as Colab does: the page then has a global `define` and `require`. */
export async function loadMonaco(): Promise<typeof Monaco> {
  window.require.config({ paths: { vs: `${location.origin}/static/monaco/vs` } });
  window.MonacoEnvironment = {
    globalAPI: true,
    getWorkerUrl: () => `${location.origin}/static/monaco/vs/base/worker/workerMain.js`,
  };
  await amd('vs/editor/editor.main');
  const [python] = await amd('vs/basic-languages/python/python');
  const monaco = window.monaco;
  if (!monaco) throw new Error('no Monaco');
  monaco.languages.register({ id: LANGUAGE });
  monaco.languages.setMonarchTokensProvider(
    LANGUAGE,
    (python as { language: Monaco.languages.IMonarchLanguage }).language,
  );
  return monaco;
}

function amd(module: string): Promise<unknown[]> {
  return new Promise((resolve) => window.require([module], (...found) => resolve(found)));
}

/** The live editors, one a cell that was focused or scrolled to. */
export class Editors {
  readonly #monaco: typeof Monaco;
  readonly #notebook: Notebook;
  readonly #editors = new Map<Cell, Monaco.editor.IStandaloneCodeEditor>();

  constructor(monaco: typeof Monaco, notebook: Notebook) {
    this.#monaco = monaco;
    this.#notebook = notebook;
  }

  get(cell: Cell): Monaco.editor.IStandaloneCodeEditor | null {
    return this.#editors.get(cell) ?? null;
  }

  /** Puts an editor for `cell` into `container`. */
  mount(cell: Cell, container: HTMLElement): void {
    const model = this.#monaco.editor.createModel(cell.text, LANGUAGE);
    const editor = this.#monaco.editor.create(container, {
      model,
      automaticLayout: true,
      lineNumbers: 'off',
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      wordWrap: 'on',
      theme: document.documentElement.getAttribute('theme') === 'dark' ? 'vs-dark' : 'vs',
      scrollbar: { alwaysConsumeMouseWheel: false, vertical: 'hidden' },
    });
    const fit = () => {
      container.style.height = `${editor.getContentHeight()}px`;
    };
    fit();
    editor.onDidContentSizeChange(fit);
    editor.onDidFocusEditorText(() => this.#notebook.focus(cell));
    model.onDidChangeContent(() =>
      this.#notebook.setText(cell, model.getValue(this.#monaco.editor.EndOfLinePreference.LF)),
    );
    this.#editors.set(cell, editor);
  }

  /** Puts both texts into `container`, side by side; returns what takes them out again. */
  compare(before: string, after: string, container: HTMLElement): () => void {
    const [original, modified] = [before, after].map((text) => this.#monaco.editor.createModel(text, LANGUAGE));
    const editor = this.#monaco.editor.createDiffEditor(container, { readOnly: true, minimap: { enabled: false } });
    if (original && modified) editor.setModel({ original, modified });
    return () => {
      editor.dispose();
      original?.dispose();
      modified?.dispose();
    };
  }

  /** Takes over a text that was set from outside of the editor. */
  sync(cell: Cell): void {
    const model = this.#editors.get(cell)?.getModel();
    if (model && model.getValue(this.#monaco.editor.EndOfLinePreference.LF) !== cell.text) model.setValue(cell.text);
  }

  unmount(cell: Cell): void {
    const editor = this.#editors.get(cell);
    editor?.getModel()?.dispose();
    editor?.dispose();
    this.#editors.delete(cell);
  }
}
