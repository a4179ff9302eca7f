import type { Confidence } from './fact';

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
    text: /(permit|allow|revoke).*google drive|google drive.*(access|permi|autoriz|eriş|izin)|(permit|autoriz|acce[sd]|acess|izin|eriş).*google drive/i,
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
