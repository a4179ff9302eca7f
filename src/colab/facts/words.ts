import type { Fact } from './fact';

/** Scripts that write words without blanks between them have no edge to look for. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Arabic}]/u;

function alone(phrase: string): string {
  return UNSPACED.test(phrase) ? phrase : String.raw`(?<![\p{L}-])(?:${phrase})(?!\p{L})`;
}

function words<Meaning extends string>(table: Record<Meaning, Record<string, Fact>>): Record<Meaning, RegExp> {
  return Object.fromEntries(
    Object.entries<Record<string, Fact>>(table).map(([meaning, languages]) => [
      meaning,
      new RegExp(
        Object.values(languages)
          .flatMap(([phrases]) => phrases.split('|'))
          .map(alone)
          .join('|'),
        'iu',
      ),
    ]),
  ) as Record<Meaning, RegExp>;
}

/**
 * Words of each meaning, by language; alternatives are separated by `|`. A phrase counts where no letter touches it, so that
 * "Connect" is not found in "Connecting".
 */
export const connectWordFacts = {
  connecting: {
    en: [
      'connecting|reconnecting|allocating|initializing|initialising|waiting for runtime',
      'reports',
      '2021',
      'medium',
    ],
    es: ['conectando|reconectando|asignando|inicializando', 'guess', '2026', 'low'],
    pt: ['conectando|reconectando|alocando|inicializando', 'reports', '2026', 'low'],
    tr: ['bağlanıyor|yeniden bağlanıyor|ayrılıyor|başlatılıyor', 'guess', '2026', 'low'],
    fr: ['connexion en cours|reconnexion en cours|allocation|initialisation', 'guess', '2026', 'low'],
    de: ['verbindung wird hergestellt|wird verbunden|wird zugewiesen|wird initialisiert', 'guess', '2026', 'low'],
    it: ['connessione in corso|allocazione in corso|inizializzazione', 'guess', '2026', 'low'],
    id: ['menghubungkan|menyambungkan|mengalokasikan|menginisialisasi', 'guess', '2026', 'low'],
    vi: ['đang kết nối|đang phân bổ|đang khởi tạo', 'guess', '2026', 'low'],
    ru: ['подключение…|идет подключение|идёт подключение|инициализация', 'guess', '2026', 'low'],
    ko: ['연결 중|연결하는 중|할당 중|초기화 중', 'guess', '2026', 'low'],
    ja: ['接続中|接続しています|割り当て中|初期化中', 'guess', '2026', 'low'],
    zh: ['正在|連線中|連接中|连接中|分配中|初始化中', 'guess', '2026', 'low'],
    ar: ['جار|جارٍ', 'guess', '2026', 'low'],
    th: ['กำลัง', 'guess', '2026', 'low'],
  },
  busy: {
    en: ['busy|waiting to finish the current execution', 'pages reports', '2024-11', 'high'],
    pt: ['ocupado|aguardando o término da execução', 'pages', '2025-09', 'high'],
    es: ['ocupado|esperando a que finalice|esperando a que termine', 'guess', '2026', 'low'],
    tr: ['meşgul|mevcut yürütmenin', 'guess', '2026', 'low'],
    fr: ['occupé|en attente de la fin', 'guess', '2026', 'low'],
    de: ['beschäftigt|ausgelastet', 'guess', '2026', 'low'],
    id: ['sibuk|menunggu (?:untuk )?menyelesaikan', 'guess', '2026', 'low'],
    vi: ['bận|đang chờ', 'guess', '2026', 'low'],
    ru: ['занято|занят', 'guess', '2026', 'low'],
    ko: ['사용 중|현재 실행', 'guess', '2026', 'low'],
    ja: ['ビジー|現在の実行', 'guess', '2026', 'low'],
    zh: ['忙|等待', 'guess', '2026', 'low'],
  },
  connected: {
    en: ['(?<!not )connected', 'pages', '2026-08', 'high'],
    es: ['conectado', 'pages', '2026-03', 'high'],
    fr: ['connecté', 'pages', '2026', 'high'],
    tr: ['bağlandı|bağlı', 'pages', '2025-12', 'high'],
    id: ['terhubung', 'pages', '2025-01', 'high'],
    vi: ['đã kết nối', 'pages', '2026', 'high'],
    ko: ['연결됨|연결된 런타임', 'pages', '2025-09', 'high'],
    de: ['verbunden', 'guess', '2026', 'low'],
    it: ['connesso', 'guess', '2026', 'low'],
    ru: ['подключено|подключен', 'guess', '2026', 'low'],
    ja: ['接続済み|接続されました|接続しました', 'guess', '2026', 'low'],
    zh: ['已连接|已連線|已連接', 'guess', '2026', 'low'],
    th: ['เชื่อมต่อแล้ว', 'guess', '2026', 'low'],
  },
  disconnected: {
    en: ['connect|reconnect', 'pages', '2026-08', 'high'],
    es: ['conectar|conectarse|reconectar|volver a conectar', 'pages', '2026', 'medium'],
    pt: ['conectar|conectar-se|reconectar|ligar', 'public', '2026', 'medium'],
    tr: ['bağlan|yeniden bağlan', 'public', '2026', 'medium'],
    fr: ['connecter|se connecter|reconnecter|se reconnecter', 'guess', '2026', 'low'],
    de: ['verbinden|verbindung herstellen|neu verbinden', 'guess', '2026', 'low'],
    it: ['connetti|connettiti|riconnetti', 'guess', '2026', 'low'],
    nl: ['verbinden|opnieuw verbinden', 'guess', '2026', 'low'],
    pl: ['połącz|połącz ponownie', 'guess', '2026', 'low'],
    id: ['hubungkan|hubungkan ulang|sambungkan|sambungkan ulang|sambungkan kembali', 'guess', '2026', 'low'],
    vi: ['kết nối|kết nối lại', 'guess', '2026', 'low'],
    ru: ['подключиться|подключить|переподключиться', 'guess', '2026', 'low'],
    uk: ['підключитися|підключити', 'guess', '2026', 'low'],
    ko: ['연결|다시 연결', 'guess', '2026', 'low'],
    ja: ['接続|再接続', 'guess', '2026', 'low'],
    zh: ['连接|連線|連接|重新', 'guess', '2026', 'low'],
    th: ['เชื่อมต่อ', 'guess', '2026', 'low'],
  },
} as const satisfies Record<string, Record<string, Fact>>;

/** What the run button's tooltip says of the cell's last run; the class `stale` says the same, in no language. */
export const runWordFacts = {
  neverRun: { en: ['has not been executed in this session', 'pages', '2026-08', 'high'] },
  changed: {
    en: ['might have changed since last executed', 'pages', '2026-08', 'high'],
    es: ['es posible que la celda haya cambiado desde la última ejecución', 'pages', '2025-11', 'high'],
    pt: ['pode ter sido alterada desde a última execução', 'pages', '2025-09', 'high'],
  },
  failed: { en: ['previous execution ended unsuccessfully', 'pages', '2025-11', 'high'] },
  ran: {
    en: ['executed since last change', 'pages', '2026-08', 'high'],
    pt: ['executada desde a última alteração', 'pages', '2026-04', 'high'],
    tr: ['son değişiklikten beri hücre yürütüldü', 'pages', '2025-12', 'high'],
    ko: ['마지막 변경 이후 실행된 셀', 'pages', '2025-09', 'high'],
    es: ['celda ejecutada desde el último cambio', 'guess', '2026', 'low'],
    fr: ['cellule exécutée depuis la dernière modification', 'guess', '2026', 'low'],
  },
} as const satisfies Record<string, Record<string, Fact>>;

export const connectWords = /* @__PURE__ */ words(connectWordFacts);
export const runWords = /* @__PURE__ */ words(runWordFacts);
