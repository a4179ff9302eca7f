/**
 * Looks, our own and small: what a person who tries the twin needs. They live in constructed style sheets, as Colab's do,
 * so that no element is added for them.
 */
function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

const SHARED = sheet(`
  .screenreader-only, .touch, md-ripple, md-focus-ring, md-elevation, colab-tooltip-trigger, md-menu { display: none; }
  button { font: inherit; color: inherit; background: none; border: 0; cursor: pointer; padding: 4px 8px; border-radius: 4px; }
  button:hover { background: #8883; }
  .status { font-size: 11px; text-align: center; color: #888; }
  .last-run div { display: inline; }
`);

const OWN: Record<string, CSSStyleSheet> = {
  'colab-tooltip-trigger': sheet(':host { display: none; }'),
  'md-icon': sheet(':host { font-size: 0; }'),
  'colab-connect-button': sheet(
    ':host { display: inline-flex; } #connect-button-resource-display { display: flex; gap: 6px; }',
  ),
  'colab-usage-sparkline': sheet(':host { display: inline-block; font-size: 11px; } canvas { display: none; }'),
  'colab-run-button': sheet(`
    button { width: 28px; height: 28px; border: 1px solid #888; border-radius: 50%; padding: 0; }
    .cell-execution-indicator { font-size: 12px; }
    .cell-execution-indicator::after { content: '▶'; }
    .pending .cell-execution-indicator::after { content: '…'; }
    .running .cell-execution-indicator::after { content: '■'; }
    .error .cell-execution-indicator { color: #c00; }
  `),
  'colab-status-bar': sheet(
    ':host { display: flex; padding: 2px 8px; border-top: 1px solid #8884; } .left { flex: 1; }',
  ),
  'colab-snackbar': sheet(`
    :host { display: none; } :host([open]) { display: block; position: fixed; left: 16px; bottom: 40px; z-index: 9; }
    .mdc-snackbar__surface { display: flex; gap: 12px; background: #333; color: #fff; padding: 8px 16px; border-radius: 4px; }
  `),
  'mwc-dialog': sheet(`
    .mdc-dialog__scrim { position: fixed; inset: 0; background: #0006; z-index: 9; }
    .mdc-dialog__container { position: fixed; inset: 0; display: grid; place-items: center; z-index: 10; pointer-events: none; }
    .mdc-dialog__surface { background: Canvas; color: CanvasText; padding: 16px 24px; max-width: 560px; border-radius: 8px; pointer-events: auto; }
  `),
};

/** The style sheets of the shadow root of element `tag`. */
export function sheetFor(tag: string): CSSStyleSheet[] {
  const own = OWN[tag];
  return own ? [SHARED, own] : [SHARED];
}

/** The document's own. */
export const PAGE_SHEET = sheet(`
  html { font: 13px/1.4 system-ui, sans-serif; color-scheme: light; } html[theme=dark] { color-scheme: dark; background: #1e1e1e; }
  body { margin: 0; height: 100vh; overflow: hidden; overscroll-behavior: contain; }
  [hidden] { display: none !important; }
  .notebook-vertical { display: flex; flex-direction: column; height: 100vh; }
  .notebook-horizontal { flex: 1; display: flex; min-height: 0; }
  .notebook-horizontal > .vertical, .notebook-horizontal .tab-pane-parent, .notebook-horizontal colab-tab-pane,
  .notebook-horizontal colab-tab, .tab-pane-container, colab-tab-layout-container, .overflow-flexbox-workaround,
  colab-tab-pane > .vertical { display: flex; flex: 1; flex-direction: column; min-height: 0; min-width: 0; }
  .tab-pane-header, colab-resizer.no-tabs, .proxies, .footer-links, .agent-focus-label, .colab-left-pane-nib,
  .collapsed-options, #header-background, .scripts, colab-skip-link { display: none; }
  #header { display: flex; padding: 6px 12px; } #header-content { flex: 1; } #header-right { display: flex; }
  #document-info { display: flex; align-items: center; } #doc-name { font-size: 16px; border: 0; background: none; }
  colab-input-sizer { position: absolute; left: -9999px; }
  .goog-menubar { display: flex; gap: 12px; } .goog-inline-block { display: inline-block; }
  .goog-menu { position: fixed; background: Canvas; border: 1px solid #8886; z-index: 8; padding: 4px; }
  #top-toolbar { display: flex; align-items: center; gap: 4px; padding: 4px 12px; border-bottom: 1px solid #8884; }
  #top-toolbar > .flex { flex: 1; }
  #notebook-main { flex: 1; overflow: auto; padding: 8px 16px; outline: 0; }
  .cell { position: relative; padding: 4px 0; outline: 0; border-left: 3px solid transparent; } .cell.focused { border-left-color: #1a73e8; }
  .cell-toolbar { position: absolute; right: 0; top: -8px; z-index: 2; } .inputarea.horizontal { display: flex; } .cell-gutter { width: 44px; text-align: center; }
  .editor.lazy-editor { flex: 1; min-width: 0; background: #8881; } pre { margin: 0; white-space: pre-wrap; }
  .lazy-virtualized { font: 14px/19px monospace; }
  .output { margin-left: 44px; } .output pre { font: 13px/1.4 monospace; }
  .outputview iframe { width: 100%; border: 0; } .output-content { display: flex; } .output-iframe-container { flex: 1; }
  .add-cell { height: 22px; overflow: hidden; opacity: 0; text-align: center; } .add-cell:hover { opacity: 1; } .add-cell hr { display: none; }
  .markdown { padding: 4px 44px; } .markdown-toolbar { display: none; }
`);
