import { type Fact, values } from './fact';

export const memberFacts = {
  root: ['colab', 'public', '2026-09', 'high'],
  global: ['global', 'public', '2026-09', 'high'],
  notebook: ['notebook', 'public', '2026-09', 'high'],
  model: ['notebookModel', 'public', '2026-05', 'high'],
  versionTag: ['colabVersionTag', 'pages', '2026-08', 'high'],
  userEmail: ['colabUserEmail', 'public', '2026-06', 'high'],
  anonymous: ['anonymous', 'public', '2026-06', 'medium'],
  monaco: ['monaco', 'public', '2026-07', 'high'],

  cells: ['cells', 'public', '2026-09', 'high'],
  kernel: ['kernel', 'bundle', '2026-03', 'high'],
  getKernel: ['getKernel', 'bundle', '2026-03', 'high'],
  isConnected: ['isConnected', 'public', '2026-09', 'high'],
  /** "A kernel is up", not "a cell runs". */
  kernelUp: ['isRunning', 'bundle', '2026-03', 'high'],
  kernelState: ['getState', 'bundle', '2026-03', 'medium'],
  stateField: ['state', 'public', '2026-09', 'medium'],
  isExecuting: ['isExecuting', 'bundle', '2026-09', 'high'],
  busyCellIds: ['busyCellIds', 'public', '2026-03', 'medium'],
  userInteraction: ['userInteractionOccurred', 'bundle', '2026-03', 'high'],
  autoconnect: ['attemptAutoconnect', 'bundle', '2026-03', 'high'],
  connectToKernel: ['connectToKernel', 'public', '2026-03', 'medium'],
  getEndpoint: ['getEndpoint', 'bundle', '2026-03', 'high'],
  getManagedEndpoint: ['getManagedEndpoint', 'bundle', '2026-03', 'high'],
  /** The VM's name in Colab's addresses: another one for another VM. */
  managedId: ['managedId', 'bundle', '2026-03', 'high'],
  /** "Disconnect and delete runtime"; with `skipConfirm` without Colab's own question. */
  unassignVm: ['unassignCurrentVm', 'bundle', '2026-03', 'high'],
  insertCell: ['insertCell', 'public', '2024-05', 'medium'],
  addCell: ['addCell', 'public', '2026-03', 'medium'],
  removeCells: ['removeCells', 'public', '2026-03', 'medium'],
  deleteCells: ['deleteCells', 'public', '2024-05', 'medium'],
  focusCell: ['focusCell', 'bundle', '2026-03', 'high'],
  toolService: ['colabMcpToolsService', 'public', '2026-06', 'medium'],
  tools: ['tools', 'public', '2026-06', 'medium'],
  toolName: ['toolName', 'public', '2026-06', 'medium'],
  toolCallback: ['toolCallback', 'public', '2026-06', 'medium'],
  addCodeTool: ['add_code_cell', 'public', '2026-07', 'high'],
  deleteTool: ['delete_cell', 'public', '2026-07', 'high'],
  commandHandler: ['commandHandler', 'public', '2026-06', 'medium'],
  execute: ['execute', 'public', '2026-06', 'medium'],
  interruptCommand: ['interrupt', 'pages', '2026-08', 'high'],
  kernelFiles: ['kernelFiles', 'bundle', '2026-06', 'medium'],
  getFile: ['getFile', 'public', '2026-06', 'medium'],

  cellId: ['getId', 'bundle', '2026-09', 'high'],
  cellIdField: ['cellId', 'public', '2024-05', 'medium'],
  getText: ['getText', 'public', '2026-09', 'high'],
  setText: ['setText', 'public', '2026-09', 'high'],
  getType: ['getType', 'public', '2026-06', 'medium'],
  isRunning: ['isRunning', 'public', '2026-09', 'high'],
  isPending: ['isPending', 'public', '2026-09', 'high'],
  runButton: ['runButton', 'public', '2026-09', 'high'],
  click: ['click', 'public', '2026-09', 'high'],
  executeCellCommand: ['executeCellCommand', 'public', '2026-08', 'medium'],
  manualExecute: ['manualExecute', 'public', '2026-09', 'high'],
  scrollIntoView: ['scrollIntoView', 'bundle', '2026-09', 'medium'],
  cellModel: ['model', 'public', '2024-05', 'high'],
  textModel: ['textModel', 'public', '2026-05', 'medium'],
  getValue: ['getValue', 'public', '2026-05', 'high'],
  setValue: ['setValue', 'public', '2026-05', 'high'],
  toJson: ['toJson', 'public', '2024-05', 'medium'],
  outputs: ['outputs', 'public', '2024-05', 'medium'],
  lastFailed: ['lastExecutionFailed', 'public', '2021-01', 'medium'],

  monacoEditor: ['editor', 'public', '2026-07', 'high'],
  getEditors: ['getEditors', 'public', '2026-07', 'high'],
  getDomNode: ['getDomNode', 'public', '2024-11', 'high'],
  getModel: ['getModel', 'public', '2024-11', 'high'],
} as const satisfies Record<string, Fact>;

export const members = /* @__PURE__ */ values(memberFacts);

/** What Colab's own Reconnect button passes (bundle, 2026-03). */
export const EXPLICIT_CONNECT = 2;
/** Where the runtime leaves its last progress record; read through the Files pane's client. */
export const PROGRESS_FILE = '/content/.lifeline/progress.json';
