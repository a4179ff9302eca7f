// "GB" in all languages that were seen; "Go" and "ГБ" are guesses.
const unit = String.raw`(?:([KMGT])i?[Bo]|([КМГТ])Б)`;
const number = String.raw`(\d[\d.,'’\u066b\u066c\u00a0\u202f]*)`;

export const patterns = {
  /** "RAM: 1.08 GB/12.67 GB": the words before the colon, used and total with their units (pages, 2026-08). */
  amount: new RegExp(String.raw`([^\n:：]*)[:：]\s*${number}\s*${unit}\s*/\s*${number}\s*${unit}`, 'giu'),
  /** "RAM" in all languages that were seen (pages, 2026-08); the others are guesses. */
  ram: /RAM|内存|記憶體|メモリ|메모리|память|ОЗУ|זיכרון|ذاكرة|หน่วยความจำ/i,
  /** Disk: en, tr, id, fr, es, pt, vi, ko are from pages (2026-08), the others guesses. */
  disk: /dis[ck]|disque|đĩa|디스크|ディスク|диск|磁[盘碟]|硬[盘碟]|festplatte|datenträger|schijf|dysk|قرص|דיסק|ดิสก์/i,
  /** Memory of the accelerator is not the machine's: "GPU RAM", not "backend (GPU) RAM". */
  acceleratorMemory: /(?<![(（]\s*)[GT]PU(?!\s*[)）])|HBM|VRAM/i,
  /** What stands in parentheses: "(GPU)" in the tooltip, "(Python 3)" in the status bar. */
  parenthesised: /[(（]\s*([^()（）]{1,40}?)\s*[)）]/g,
  /** "T4", "L4", "A100", "H100", "v2-8", "v5e-1", "TPU v6e-1", "GPU": a name of an accelerator, and nothing else. */
  acceleratorName:
    /^(?:nvidia )?(?:[GT]PU|(?:[GT]PU )?(?:(?:tesla |rtx )?[A-Z]{1,3}\d{1,4}[A-Z]?(?:[ -]\d+ ?GB)?|v\d[a-z]{0,2}-\d{1,4})(?: [GT]PU)?)$/i,
  /** "T4 (Python 3)" (pages, 2026-03): what stands before the kernel's name. */
  beforeKernel: /^([^(（]{1,40}?)\s*[(（]/,
  /** What the kernel calls itself while it is not there yet (bundle, 2026-03; public, 2023). */
  connectingState: /^(?:allocating|connecting|reconnecting|initializing)$/i,
  titleSuffix: /(?:^Google| [-–—]) Colab(?:oratory)?$/,
  executionCountBlank: /^\[?\s*\]?$/,
};
