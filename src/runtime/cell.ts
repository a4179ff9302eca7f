import { withList } from './cell-list';
import { withMarker } from './cell-marker';

/** One download as the cell lists it; field names are those of the worker's job list. */
export interface CellJob {
  id: string;
  url: string;
  /** Relative to the content folder; a folder if it ends in `/`, or in a name with `{name}` for the file's own. */
  output: string;
  /** What the content must be; one of them is enough. */
  sha256?: string;
  sha1?: string;
  md5?: string;
  /** Values may hold `{secret:NAME}`, which is filled in inside the VM from Colab's Secrets. */
  headers?: Record<string, string>;
  /** A folder outside the VM's disk that the verified file is copied to. */
  copyTo?: string;
  unpack?: boolean;
  /** What fetches it, `auto` by default. */
  engine?: string;
  /** As many as help by default. */
  connections?: number;
  /** How often in a row it may fail; as often as makes sense by default. */
  tries?: number;
  paused?: boolean;
}

export interface CellOptions {
  /** Comes back in each progress record, so that no other output can pass for one. */
  token: string;
  jobs: CellJob[];
  concurrency?: number;
  /** Bytes a second for all downloads together, null for no limit. */
  speedLimit?: number | null;
}

const modules = import.meta.glob<string>('./lifeline/**/*.py', { query: '?raw', import: 'default', eager: true });

const EXPLANATION = `#
# This cell downloads the files listed below into this runtime, and goes on where it stopped after any interruption.
# Lifeline for Colab wrote it, but it needs no extension: run it by hand in a fresh runtime and it resumes.
# Stop the cell to pause. To be rid of it, delete the cell; to clean up, also delete the folder .lifeline in the files.
#`;

const BOOTSTRAP = `def lifeline_cell(modules, downloads):
    import hashlib, json, os, sys

    content = '/content' if os.path.isdir('/content') else os.getcwd()
    digest = hashlib.sha256(json.dumps(modules).encode()).hexdigest()[:16]
    library = os.path.join(content, '.lifeline', 'lib', digest)
    for name, source in modules.items():
        path = os.path.join(library, 'lifeline', name)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(source)
    for name in [name for name in sys.modules if name.split('.')[0] == 'lifeline']:
        del sys.modules[name]
    sys.path.insert(0, library)
    try:
        from lifeline.batch.viewer import show
    finally:
        sys.path.remove(library)
    show(content, json.loads(downloads))


lifeline_cell(LIFELINE_MODULES, LIFELINE_DOWNLOADS)
`;

/** JSON without quotes, control or separator characters that could end, or hide in, the Python string around it. */
function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /['\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function moduleText(name: string, source: string): string {
  if (source.includes("'''") || source.endsWith('\\')) throw new Error(`${name} cannot be carried in a raw string`);
  return `'${name}': r'''${source}''',`;
}

/** The whole text of the Lifeline cell for these downloads. */
export async function buildCell({ token, jobs, concurrency = 3, speedLimit = null }: CellOptions): Promise<string> {
  const list = safeJson({ v: 1, token, jobs, concurrency, speedLimit });
  const sources = Object.entries(modules)
    .map(([path, source]) => moduleText(path.slice('./lifeline/'.length), source))
    .toSorted();
  const body = [EXPLANATION, withList(list), '', 'LIFELINE_MODULES = {', ...sources, '}', '', BOOTSTRAP];
  return withMarker(body.join('\n'));
}
