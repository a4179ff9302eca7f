/**
 * Every way to every action, in the order in which they are tried, and the fact that it stands on (see `all.ts`): where and when
 * that was seen, and how sure we are, is the tactic's own provenance.
 */
export const tactics = {
  connect: {
    // Colab's own answer to its own question: the only one that is given without asking.
    'dialog/reconnect': 'selector.dialogOk',
    'page-object/attempt-autoconnect': 'member.autoconnect',
    'page-object/connect-to-kernel': 'member.connectToKernel',
    'dom/connect-button': 'selector.connect',
  },
  insert: {
    'page-object/insert-cell': 'member.insertCell',
    'page-object/add-cell': 'member.addCell',
    'page-object/add-cell-tool': 'member.addCodeTool',
    'dom/add-below-last': 'selector.addCodeBelow',
    'dom/toolbar-add-code': 'selector.toolbarAddCode',
  },
  write: {
    'already-there': 'member.getText',
    'page-object/set-text': 'member.setText',
    'page-object/text-model': 'member.textModel',
    'editor/set-value': 'member.getEditors',
    'dom/paste': 'selector.editorInput',
  },
  run: {
    'page-object/run-button': 'member.runButton',
    'dom/run-button': 'selector.runButton',
    'page-object/execute-command': 'member.executeCellCommand',
    'page-object/manual-execute': 'member.manualExecute',
    'dom/run-focused': 'selector.runFocusedItem',
  },
  /** "Run anyway", asked of a notebook that others wrote: only where the user has said so for this notebook. */
  trust: {
    'dialog/run-anyway': 'selector.dialogOk',
  },
  interrupt: {
    // While a cell runs, its run button is its stop button.
    'page-object/stop-button': 'member.runButton',
    'dom/stop-button': 'selector.runButton',
    // Interrupts whatever runs: only where that can be nothing but our cell.
    'page-object/interrupt-command': 'member.commandHandler',
    'dom/interrupt-menu': 'selector.interruptItem',
  },
  remove: {
    'page-object/remove-cells': 'member.removeCells',
    'page-object/delete-cells': 'member.deleteCells',
    'page-object/delete-cell-tool': 'member.deleteTool',
    'dom/cell-toolbar': 'selector.deleteCell',
  },
  nudge: {
    'page-object/user-interaction': 'member.userInteraction',
    'dom/activity-events': 'selector.notebook',
    // For Colab's server: only where the user has asked for it.
    'request/keep-alive': 'member.managedId',
  },
  /** Ends the runtime. */
  release: {
    'page-object/unassign-vm': 'member.unassignVm',
  },
  progress: {
    'page-object/outputs': 'member.toJson',
    'dom/printed-text': 'selector.outputText',
    'frame/text': 'selector.frameBody',
    'files/status-file': 'member.kernelFiles',
  },
} as const satisfies Record<string, Record<string, string>>;

export type Action = keyof typeof tactics;
export type Tactic<A extends Action> = keyof (typeof tactics)[A] & string;
export const ACTIONS = Object.keys(tactics) as Action[];

/** The ways of one action, first to last. */
export function tacticsOf<A extends Action>(action: A): Tactic<A>[] {
  return Object.keys(tactics[action]) as Tactic<A>[];
}
