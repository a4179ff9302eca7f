import { type Fact, values } from './fact';

export const selectorFacts = {
  // Connect button: host > root > #connect > root > md-text-button#button > root > button#button.
  connectHost: ['colab-connect-button', 'pages', '2026-08', 'high'],
  connect: ['#connect', 'pages', '2026-08', 'high'],
  connectIcon: ['#connect-icon', 'pages', '2026-08', 'high'],
  connectTooltipLight: ['[slot="tooltip-content"]', 'pages', '2023-06', 'medium'],
  connectTooltip: ['#colab-connect-tooltip', 'pages', '2026-08', 'high'],
  resources: ['#connect-button-resource-display', 'pages', '2026-08', 'high'],
  resourceSparkline: ['colab-usage-sparkline, colab-memory-usage-sparkline', 'pages', '2026-08', 'high'],
  acceleratorBox: ['.attributes', 'pages', '2026-01', 'medium'],
  accelerator: ['.attributes .attribute', 'pages', '2026-01', 'medium'],
  /** Its text is the name of a picture. */
  icon: ['md-icon', 'pages', '2026-08', 'high'],
  progressSpinner: [
    'md-circular-progress, mwc-circular-progress, paper-spinner-lite, paper-spinner',
    'pages',
    '2025-09',
    'medium',
  ],
  innerButton: [
    'md-text-button, md-filled-button, md-outlined-button, md-icon-button, mwc-button, paper-button',
    'pages',
    '2026-08',
    'high',
  ],

  toolbar: ['#top-toolbar', 'pages', '2026-08', 'high'],
  toolbarAddCode: ['#top-toolbar [command="insert-cell-below"]', 'pages', '2026-08', 'high'],
  copyToDrive: ['#top-toolbar [command="clone"]', 'pages', '2026-08', 'high'],
  runAllHost: ['colab-notebook-toolbar-run-button', 'pages', '2026-08', 'high'],
  restartItem: ['md-menu-item[command="restart"]', 'D18 M25 S28', '2026-03', 'high'],
  statusBar: ['colab-status-bar', 'pages', '2026-08', 'high'],
  executionStatus: ['colab-execution-status', 'pages', '2026-08', 'high'],
  runtimeStatus: ['colab-runtime-status', 'pages', '2026-08', 'high'],
  runtimeOptions: ['#runtime-options', 'M25 S28 D18', '2026-03', 'high'],
  interruptItem: ['#runtime-menu [command="interrupt"]', 'pages', '2026-08', 'high'],
  runFocusedItem: ['#runtime-menu [command="runfocused"]', 'pages', '2026-08', 'high'],

  notebook: ['#notebook-main', 'M25 S28 D18', '2026-08', 'high'],
  cellList: ['.notebook-cell-list', 'pages', '2026-08', 'high'],
  cell: ['.cell', 'pages', '2026-08', 'high'],
  codeCell: ['.code', 'pages', '2026-08', 'high'],
  focusedCell: ['.cell.focused', 'pages', '2026-08', 'high'],
  selectedCell: ['.cell.selected', 'reports', '2024', 'low'],
  runningCell: ['.running', 'pages', '2025-09', 'high'],
  pendingCell: ['.pending', 'public', '2026-09', 'medium'],
  cellWithOutput: ['.code-has-output', 'pages', '2026-08', 'high'],
  addCodeBelow: [':scope > .add-cell .add-code', 'M25 D18', '2026-03', 'high'],
  cellGutter: ['.cell-gutter', 'M25 S28 D18', '2026-03', 'high'],
  // A text cell has a run button too: it runs a collapsed section. Only the one in a code cell's gutter is meant.
  runHost: ['colab-run-button', 'pages', '2026-08', 'high'],
  runMarks: ['.cell-execution', 'pages', '2026-08', 'high'],
  runButton: ['#run-button', 'M25 S28 D18', '2026-03', 'high'],
  runTooltip: ['#run-button-tooltip', 'pages', '2026-08', 'high'],
  lastRun: ['.last-run', 'pages', '2026-08', 'high'],
  executionCount: ['.execution-count', 'pages', '2026-08', 'high'],
  stopSymbol: ['#stopSymbolMask', 'public', '2026-01', 'medium'],
  cellToolbar: ['colab-cell-toolbar', 'pages', '2026-08', 'high'],
  deleteCell: ['#button-delete-cell-or-selection', 'M25 S28', '2026-03', 'high'],

  editor: ['.editor.flex.monaco', 'pages', '2026-08', 'high'],
  lazyEditor: ['.editor.lazy-editor, .editor', 'pages', '2026-08', 'high'],
  editorLines: ['.view-lines', 'pages', '2026-08', 'high'],
  editorLine: ['.view-line', 'pages', '2026-08', 'high'],
  editorInput: ['textarea.inputarea', 'M25 S28 D18', '2026-03', 'high'],
  // Gemini's proposals bring a diff editor with two more editors into the cell.
  diffEditor: ['.editor.original, .editor.modified, .monaco-diff-editor', 'pages', '2026-01', 'high'],
  virtualizedEditor: ['pre.lazy-virtualized', 'D18 S28', '2026-03', 'high'],
  colorized: ['pre.monaco-colorized', 'D18 S28', '2026-03', 'high'],
  formView: ['colab-form', 'pages', '2026-08', 'high'],

  output: ['.output', 'pages', '2026-08', 'high'],
  outputText: ['.output .output_text pre, .output colab-static-output-renderer pre', 'pages', '2026-08', 'high'],
  outputFrame: ['.output iframe', 'pages', '2026-08', 'high'],
  inputPrompt: ['.output input.raw_input, .output .raw_input', 'pages', '2025-09', 'high'],
  /** In an output frame's own document. */
  frameBody: ['#output-body', 'M25', '2026-03', 'high'],
  /** Says how long a runtime may last. */
  resourcePanel: ['colab-paid-resources, colab-resource-viewer', 'bundle', '2026-03', 'low'],
  taggedFrame: ['iframe[src*="vrz="]', 'M25 S28', '2026-03', 'high'],

  // The host of a dialog has no layout box: `open` is the only sign of it being shown.
  dialog: ['mwc-dialog[open], md-dialog[open], colab-dialog[open]', 'pages', '2026-08', 'high'],
  anyDialog: ['mwc-dialog, md-dialog, colab-dialog', 'pages', '2026-08', 'high'],
  /** While a modal is open, all else is inert: true of a dialog whose tag we do not know, too. */
  inertPage: ['.notebook-vertical[inert]', 'pages', '2026-03', 'high'],
  captchaDialog: ['colab-recaptcha-dialog', 'public', '2026-01', 'medium'],
  dialogTitle: ['#title, .mdc-dialog__title, [slot="headline"], h2', 'pages', '2026-08', 'high'],
  dialogLabel: ['[role="dialog"], [role="alertdialog"]', 'pages', '2026-08', 'high'],
  dialogButton: [
    'md-text-button, md-filled-button, md-outlined-button, md-filled-tonal-button, mwc-button, paper-button',
    'pages',
    '2026-08',
    'high',
  ],
  dialogAction: [
    '[dialogaction], [slot="primaryAction"], [slot="secondaryAction"], [slot="actions"] *',
    'pages',
    '2026-08',
    'high',
  ],
  dialogOk: ['[dialogaction="ok"]', 'bundle', '2026-07', 'high'],
  snackbar: ['colab-snackbar[open]', 'pages', '2026-08', 'high'],
  snackbarText: ['.mdc-snackbar__label', 'pages', '2026-08', 'high'],
  oldSnackbar: ['paper-toast[text].paper-toast-open', 'pages', '2023-06', 'low'],

  accountLink: ['a[href*="accounts.google.com/SignOutOptions"]', 'pages', '2026-08', 'high'],
  // In Google's bar: a notebook may hold such a link, too.
  signInLink: [
    '.onegoogle a[href*="accounts.google.com/ServiceLogin"], .onegoogle a[href*="accounts.google.com/AccountChooser"]',
    'reports',
    '2024',
    'medium',
  ],
} as const satisfies Record<string, Fact>;

export const attributeFacts = {
  tooltip: ['tooltiptext', 'pages', '2026-08', 'high'],
  message: ['message', 'pages', '2026-08', 'high'],
  cellIdPrefix: ['cell-', 'pages', '2026-08', 'high'],
  busyLigature: ['more_horiz', 'pages', '2025-09', 'high'],
  frameTag: ['vrz', 'M25 S28', '2026-03', 'high'],
  runError: ['error', 'pages', '2025-11', 'high'],
  runStale: ['stale', 'pages', '2026-08', 'high'],
  // In a dialog and in its buttons.
  notAuthoredForm: ['external-notebook-authored-dialog', 'bundle', '2026-03', 'high'],
} as const satisfies Record<string, Fact>;

export const selectors = /* @__PURE__ */ values(selectorFacts);
export const attributes = /* @__PURE__ */ values(attributeFacts);
