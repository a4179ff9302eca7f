/**
 * Everything that is known of Colab's page, and the only place where it is written down. None of it is a documented
 * interface: each value carries where it was seen, when it was last seen there, and how sure we are.
 *
 * Sources:
 * - `pages`: structure of 106 saved pages of 2021-06 to 2026-08, read with their shadow roots;
 * - `M25`, `S28`, `D18`: three full saves of March 2026 (connected, connected in Spanish, disconnected under a dialog);
 * - `A05`: a full save of May 2025;
 * - `bundle`: a part of Colab's own front-end code, spring 2026;
 * - `public`: public scripts and extensions that use the member, newest date;
 * - `reports`: issue threads and notes of users;
 * - `guess`: translated by us, not seen.
 */
type Confidence = 'high' | 'medium' | 'low';
export type Fact = readonly [value: string, source: string, date: string, confidence: Confidence];

function values<K extends string>(table: Record<K, Fact>): Record<K, string> {
  return Object.fromEntries(Object.entries<Fact>(table).map(([name, [value]]) => [name, value])) as Record<K, string>;
}

const selectorFacts = {
  // Connect button: host > root > #connect > root > md-text-button#button > root > button#button.
  connectHost: ['colab-connect-button', 'pages', '2026-08', 'high'],
  connect: ['#connect', 'pages', '2026-08', 'high'],
  connectIcon: ['#connect-icon', 'pages', '2026-08', 'high'],
  connectTooltipLight: ['[slot="tooltip-content"]', 'pages', '2023-06', 'medium'],
  connectTooltip: ['#colab-connect-tooltip', 'pages', '2026-08', 'high'],
  resources: ['#connect-button-resource-display', 'pages', '2026-08', 'high'],
  resourceSparkline: ['colab-usage-sparkline, colab-memory-usage-sparkline', 'pages', '2026-08', 'high'],
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
  cell: ['.notebook-cell-list > .cell', 'pages', '2026-08', 'high'],
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
  taggedFrame: ['iframe[src*="vrz="]', 'M25 S28', '2026-03', 'high'],

  // The host of a dialog has no layout box: `open` is the only sign of it being shown.
  dialog: ['mwc-dialog[open], md-dialog[open], colab-dialog[open]', 'pages', '2026-08', 'high'],
  anyDialog: ['mwc-dialog, md-dialog, colab-dialog', 'pages', '2026-08', 'high'],
  captchaDialog: ['colab-recaptcha-dialog', 'public', '2026-01', 'medium'],
  dialogTitle: ['#title, .mdc-dialog__title, [slot="headline"], h2', 'pages', '2026-08', 'high'],
  dialogLabel: ['[role="dialog"], [role="alertdialog"]', 'pages', '2026-08', 'high'],
  dialogButton: [
    'md-text-button, md-filled-button, md-outlined-button, md-filled-tonal-button, mwc-button, paper-button',
    'pages',
    '2026-08',
    'high',
  ],
  dialogOk: ['[dialogaction="ok"]', 'bundle', '2026-07', 'high'],
  snackbar: ['colab-snackbar[open]', 'pages', '2026-08', 'high'],
  snackbarText: ['.mdc-snackbar__label', 'pages', '2026-08', 'high'],
  oldSnackbar: ['paper-toast[text].paper-toast-open', 'pages', '2023-06', 'low'],

  accountLink: ['a[href*="accounts.google.com/SignOutOptions"]', 'M25 S28', '2026-03', 'high'],
  signInLink: [
    'a[href*="accounts.google.com/ServiceLogin"], a[href*="accounts.google.com/AccountChooser"]',
    'reports',
    '2024',
    'medium',
  ],
} as const satisfies Record<string, Fact>;

const attributeFacts = {
  tooltip: ['tooltiptext', 'pages', '2026-08', 'high'],
  cellIdPrefix: ['cell-', 'pages', '2026-08', 'high'],
  busyLigature: ['more_horiz', 'pages', '2025-09', 'high'],
  frameTag: ['vrz', 'M25 S28', '2026-03', 'high'],
  runError: ['error', 'pages', '2025-11', 'high'],
  runStale: ['stale', 'pages', '2026-08', 'high'],
  // In a dialog and in its buttons.
  notAuthoredForm: ['external-notebook-authored-dialog', 'bundle', '2026-03', 'high'],
} as const satisfies Record<string, Fact>;

const memberFacts = {
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

export const selectors = /* @__PURE__ */ values(selectorFacts);
export const attributes = /* @__PURE__ */ values(attributeFacts);
export const members = /* @__PURE__ */ values(memberFacts);

/** What Colab's own Reconnect button passes (bundle, 2026-03). */
export const EXPLICIT_CONNECT = 2;
/** Where the runtime leaves its last progress record; read through the Files pane's client. */
export const PROGRESS_FILE = '/content/.lifeline/progress.json';

const unit = String.raw`([KMGT]i?[Bo])`;
const number = String.raw`(\d+(?:[.,]\d+)?)`;

export const patterns = {
  /** "RAM: 1.08 GB/12.67 GB": the words before the colon, used and total with their units (pages, 2026-08). */
  amount: new RegExp(String.raw`([^\n:：]*)[:：]\s*${number}\s*${unit}\s*/\s*${number}\s*${unit}`, 'gi'),
  ram: /\bRAM\b/i,
  accelerator: /\b[GT]PU\b/i,
  backendAccelerator: /\(\s*([GT]PU)\s*\)/,
  runtimeAccelerator: /^(?!(?:python|r|julia)\b)(\S[^(]*?)\s*\(/i,
  titleSuffix: / - Colab(oratory)?$/,
  executionCountBlank: /^\[?\s*\]?$/,
};

/**
 * The connect button's own words. en, es, pt, tr, fr, id, vi, ko "connected" and en "Connect", "Reconnect" are from pages
 * (2026-08), "Connecting", "Allocating", "Initializing", "Busy" from reports; the rest are translations that nobody has seen.
 */
export const connectWords = {
  connecting:
    /\b(connecting|reconnecting|allocating|initiali[sz]ing|conectando|reconectando|asignando|alocando|inicializando|bağlanıyor|yeniden bağlanıyor|ayrılıyor|başlatılıyor|connexion en cours|connexion|menghubungkan|verbinden\.\.\.)|đang kết nối|연결 중|正在连接|接続中/i,
  busy: /\b(busy|ocupado|meşgul|occupé|sibuk)\b|bận|사용 중|waiting to finish the current execution|aguardando o término da execução|mevcut yürütmenin/i,
  connected: /\b(connected|conectado|connecté|terhubung|bağlandı|bağlı)\b|đã kết nối|연결됨|연결된 런타임/i,
  disconnected:
    /\b(re)?connect\b|\b(re|volver a )?conectar(se)?\b|(?<!\p{L})(yeniden )?bağlan(?!\p{L})|\b(se (re)?connecter|(re)?connecter)\b|\b(hubungkan|sambungkan)( ulang| kembali)?\b|kết nối( lại)?(?!\p{L})|다시 연결|(?<!\p{L})연결(?!\p{L})|런타임에 연결|\bverbinden\b|(重新)?连接|接続/iu,
};

export type DialogPolicy =
  /** Reconnect: the one automatic answer. */
  | 'reconnect'
  /** "Run anyway", only where the user ticked it for this notebook. */
  | 'run-if-trusted'
  /** Everything else: the user's own decision. */
  | 'tell';

export interface DialogFact {
  kind: string;
  source: string;
  date: string;
  confidence: Confidence;
  policy: DialogPolicy;
  /** What Colab's refusal means for the state of the page. */
  means?: 'captcha' | 'blocked' | 'lost';
  /** Structure: a tag, a class, or the value of any attribute of the dialog or its buttons. Decides before any text. */
  structure?: RegExp;
  title?: RegExp;
  /** Title and text together. */
  text?: RegExp;
}

const disconnectedTitle =
  /runtime disconnected|(entorno de ejecución|tiempo de ejecución).*(desconect)|desconect.*(entorno|tiempo) de ejecución|ambiente de execução.*desconectado|çalışma zamanı.*bağlantısı kes|bağlantı kesildi|environnement d.exécution déconnecté|런타임.*연결.*(해제|끊)|runtime terputus|thời gian chạy.*ngắt kết nối|(运行时|代码执行程序).*断开|laufzeit.*getrennt|ランタイム.*切断/i;
const disallowed =
  /disallowed|not allowed in our|no (está|están) permitid|no permitid|não (é |são )?permitid|proibid|izin verilmeyen|izin verilm|non autorisé|interdit|허용되지|tidak diizinkan|không được phép|不允许|禁止/i;

/** First match wins: structure before text, refusals before the one dialog that may be answered. */
export const dialogFacts: readonly DialogFact[] = [
  {
    kind: 'captcha',
    source: 'public',
    date: '2026-05',
    confidence: 'medium',
    policy: 'tell',
    means: 'captcha',
    structure: /^colab-recaptcha-dialog$/,
  },
  {
    kind: 'not-authored',
    source: 'bundle',
    date: '2026-03',
    confidence: 'high',
    policy: 'run-if-trusted',
    structure: /^external-notebook-authored-dialog$/,
  },
  {
    kind: 'open-notebook',
    source: 'pages',
    date: '2026-08',
    confidence: 'high',
    policy: 'tell',
    structure: /^colab-open-dialog$/,
  },
  {
    kind: 'remote-changes',
    source: 'pages',
    date: '2025-02',
    confidence: 'high',
    policy: 'tell',
    structure: /^notebook-diff-dialog$/,
  },
  {
    kind: 'history',
    source: 'pages',
    date: '2025',
    confidence: 'high',
    policy: 'tell',
    structure: /^history-view-dialog$/,
  },
  {
    kind: 'save-to-github',
    source: 'pages',
    date: '2025',
    confidence: 'high',
    policy: 'tell',
    structure: /^github-saver$/,
  },
  {
    kind: 'github-authorization',
    source: 'D18',
    date: '2026-03',
    confidence: 'high',
    policy: 'tell',
    structure: /^auth-github$/,
  },
  {
    kind: 'change-runtime-type',
    source: 'public',
    date: '2026-07',
    confidence: 'high',
    policy: 'tell',
    structure: /^(change-runtime-type|dismiss-runtime-warning)$/,
  },
  {
    kind: 'mcp-connection',
    source: 'public',
    date: '2026-07',
    confidence: 'high',
    policy: 'tell',
    structure: /^local-mcp-connect-dialog$/,
  },
  {
    kind: 'captcha',
    source: 'public',
    date: '2026-05',
    confidence: 'medium',
    policy: 'tell',
    means: 'captcha',
    text: /captcha|are you still there|not a robot|¿sigues ahí|no (soy|eres) un robot|você ainda está aí|ainda está aí|não (sou|é) um robô|hâlâ orada mısın|robot (olmadığ|değil)|vous êtes toujours là|pas un robot/i,
  },
  {
    kind: 'disallowed-disconnect',
    source: 'reports',
    date: '2024-03',
    confidence: 'high',
    policy: 'tell',
    means: 'blocked',
    title: disconnectedTitle,
    text: disallowed,
  },
  {
    kind: 'inactivity-disconnect',
    source: 'bundle',
    date: '2026-03',
    confidence: 'high',
    policy: 'reconnect',
    means: 'lost',
    title: disconnectedTitle,
    text: /inactiv|inatividade|hareketsizlik|etkin(lik|siz| değil| olmama)|işlem yapılmama|비활성|tidak (aktif|ada aktivitas)|không hoạt động|不活动|inaktiv|アイドル|非アクティブ/i,
  },
  {
    kind: 'runtime-disconnected',
    source: 'bundle',
    date: '2026-03',
    confidence: 'medium',
    policy: 'tell',
    means: 'lost',
    title: disconnectedTitle,
  },
  {
    kind: 'not-authored',
    source: 'bundle',
    date: '2026-03',
    confidence: 'medium',
    policy: 'run-if-trusted',
    text: /not authored by google|no (ha sido |fue |es )?(cread|escrit|redactad|de la autor)\w* (por|de) google|não (foi |é )?(criad|escrit|de autoria)\w*( pelo| por| do)? google|google tarafından (oluşturulma|yazılma|hazırlanma)|n.(a pas été|est pas) (créé|rédigé|écrit) par google/i,
  },
  // Its "ok" means "Cancel execution": never answered.
  {
    kind: 'disallowed-code-warning',
    source: 'bundle',
    date: '2026-03',
    confidence: 'high',
    policy: 'tell',
    title: /^\s*(warning|advertencia|aviso|uyarı|avertissement|경고|peringatan|cảnh báo|警告|warnung)/i,
    text: disallowed,
  },
  {
    kind: 'too-many-sessions',
    source: 'reports',
    date: '2026-08',
    confidence: 'medium',
    policy: 'tell',
    means: 'blocked',
    text: /too many sessions|demasiadas sesiones|(muitas|número excessivo de) sess(ões|ão)|çok fazla oturum|trop de sessions|세션이 너무 많|terlalu banyak sesi|quá nhiều phiên/i,
  },
  {
    kind: 'gpu-unavailable',
    source: 'reports',
    date: '2026-03',
    confidence: 'medium',
    policy: 'tell',
    means: 'blocked',
    text: /cannot connect to (gpu|tpu) backend|usage limits|(no se puede|no es posible) conectar.*(gpu|tpu)|não (é|foi) possível (se )?conectar.*(gpu|tpu)|(gpu|tpu).*(bağlanılamıyor|bağlanamıyor|bağlanılamadı)|impossible de se connecter.*(gpu|tpu)|límites? de uso|limites? de uso|kullanım sınır/i,
  },
  {
    kind: 'credentials-access',
    source: 'bundle',
    date: '2026-03',
    confidence: 'medium',
    policy: 'tell',
    text: /access (to )?your google credentials|credenciales de google|credenciais do google|google kimlik bilgi/i,
  },
  {
    kind: 'drive-access',
    source: 'bundle',
    date: '2026-07',
    confidence: 'high',
    policy: 'tell',
    text: /(permit|allow|revoke).*google drive|google drive.*(access|permi|autoriz|eriş|izin)|(permit|autoriz|acce[sd]|izin|eriş).*google drive/i,
  },
  {
    kind: 'new-runtime-required',
    source: 'bundle',
    date: '2026-03',
    confidence: 'medium',
    policy: 'tell',
    text: /new runtime required|(se requiere|se necesita) un (nuevo )?entorno|novo ambiente de execução (é )?(necessário|obrigatório)|yeni çalışma zamanı gerekli/i,
  },
  {
    kind: 'restart-session',
    source: 'bundle',
    date: '2026-03',
    confidence: 'medium',
    policy: 'tell',
    text: /restart session|reiniciar (la )?sesión|reiniciar (a )?sessão|oturumu yeniden başlat|redémarrer la session/i,
  },
  {
    kind: 'high-ram',
    source: 'bundle',
    date: '2026-03',
    confidence: 'medium',
    policy: 'tell',
    text: /high.ram|(mucha|alta) ram|ram (alta|elevada)|ram alta|yüksek ram/i,
  },
  {
    kind: 'cannot-save',
    source: 'bundle',
    date: '2026-03',
    confidence: 'medium',
    policy: 'tell',
    text: /cannot save changes|no se pueden guardar|não é possível salvar|değişiklikler kaydedilemiyor/i,
  },
];

/** Every fact with its provenance, by what it is. */
export function allFacts(): Record<string, Fact> {
  const tables = { selector: selectorFacts, attribute: attributeFacts, member: memberFacts };
  return Object.fromEntries(
    Object.entries(tables).flatMap(([kind, table]) =>
      Object.entries<Fact>(table).map(([name, fact]) => [`${kind}.${name}`, fact]),
    ),
  );
}
