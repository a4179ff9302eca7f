import type { HTMLAttributes } from 'preact';
import type { Cell } from '../model/cell.ts';
import type { Notebook } from '../model/notebook.ts';
import type { Editors } from './editor.ts';
import type { Texts } from './texts.ts';

/** What every part of the page needs to show the notebook. */
export interface View {
  readonly notebook: Notebook;
  readonly texts: Texts;
  readonly editors: Editors;
  /** The element of each cell. */
  readonly elements: WeakMap<Cell, HTMLElement>;
}

declare module 'preact' {
  namespace JSX {
    // Colab's own elements that have no shadow root.
    interface IntrinsicElements {
      'colab-dom-lifecycle-events': HTMLAttributes<HTMLElement>;
      'colab-file-viewer-manager': HTMLAttributes<HTMLElement>;
      'colab-form': HTMLAttributes<HTMLElement>;
      'colab-input-sizer': HTMLAttributes<HTMLElement>;
      'colab-left-pane': HTMLAttributes<HTMLElement>;
      'colab-notebook-toolbar': HTMLAttributes<HTMLElement>;
      'colab-resizer': HTMLAttributes<HTMLElement>;
      'colab-scroller': HTMLAttributes<HTMLElement>;
      'colab-static-output-renderer': HTMLAttributes<HTMLElement>;
      'colab-tab': HTMLAttributes<HTMLElement>;
      'colab-tab-layout-container': HTMLAttributes<HTMLElement>;
      'colab-tab-pane': HTMLAttributes<HTMLElement>;
    }
  }
}

/** Colab puts `command` on elements of every kind; the typed attributes know it on buttons only. */
export function withCommand(name: string): { command: string } {
  return { command: name };
}
