import { Fragment, type VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Cell } from '../../model/cell.ts';
import { Host } from '../shells.tsx';
import type { View } from '../view.ts';

/** Real Monaco. */
export function LiveEditor({ view, cell }: { view: View; cell: Cell }): VNode {
  const container = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (container.current) view.editors.mount(cell, container.current);
    return () => view.editors.unmount(cell);
  }, [cell, view]);
  useLayoutEffect(() => view.editors.sync(cell));
  return (
    <div class="editor flex lazy-editor">
      <div class="editor flex monaco" ref={container} />
    </div>
  );
}

/** Gemini's proposal: an editor for the old text and one for the new, before the cell's own (page of 2026-01). */
export function Proposal({ view, cell, text }: { view: View; cell: Cell; text: string }): VNode {
  const container = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (container.current) return view.editors.compare(cell.text, text, container.current);
  }, [cell, text, view]);
  return (
    <Host tag="colab-inline-cell-diff" shadow={<slot />}>
      <div class="editor-root" ref={container} style="height: 100px;" />
    </Host>
  );
}

/** What stands in for an editor that nobody needs: coloured text in a `pre`, blanks as no-break spaces. It is no output. */
export function StillEditor({ view, cell }: { view: View; cell: Cell }): VNode {
  const focus = () => view.notebook.focus(cell);
  return (
    <div class="editor flex lazy-editor" style="overflow: hidden;">
      <pre class="lazy-virtualized" tabindex={0} onFocus={focus}>
        <pre class="lazy-gutter" />
        <pre class="monaco-colorized colab colab" data-lang="notebook-python">
          {cell.text.split('\n').map((line, i) => (
            <Fragment key={String(i)}>
              <span>{line.replaceAll(' ', '\u00a0')}</span>
              <br />
            </Fragment>
          ))}
        </pre>
        <Host
          tag="colab-read-only-cell-placeholder"
          style={cell.text === '' ? undefined : 'display: none;'}
          shadow={<div>{view.texts.placeholder}</div>}
        />
      </pre>
    </div>
  );
}
