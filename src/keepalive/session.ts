/** What is known of the runtime that a notebook has now. Times are Unix milliseconds. */
export interface Session {
  /** The VM, as the worker in it names itself; null until a download has run on it. */
  boot: string | null;
  /** When it was first seen connected: the runtime is at least that old. */
  since: number;
  /** Until when it may last by Colab's own words; null where Colab has not said. */
  toldEnd: number | null;
  /** Free bytes of its disk; null where the page does not show it. */
  free: number | null;
  /** What the user has been warned of already. */
  warned: Warning[];
}

export type Warning = 'end' | 'disk';

export interface Sight {
  /** Whether the page is connected. */
  up: boolean;
  /** The VM that was heard last. */
  boot: string | null;
  /** Milliseconds that the runtime may last by what the page says now. */
  lasts: number | null;
  free: number | null;
  /** Since when a runtime that was not known before has been there at least. */
  from: number;
  now: number;
}

/** What the downloads of a notebook still want: `rate` is bytes a second, of all together. */
export interface Need {
  bytes: number;
  rate: number;
}

export interface Forecast {
  /** Seconds until the session may end, and whether Colab itself has said so. */
  endsIn: number;
  told: boolean;
  /** Seconds that the downloads need at the speed they have; null while that is unknown. */
  needs: number | null;
  /** Bytes that the disk lacks for them; 0 if they fit, or if that is unknown. */
  lacks: number;
}

/** Free notebooks last "at most 12 hours" (Colab's FAQ, 2026-06); who pays may have longer, which only Colab's own words tell. */
const LONGEST_MS = 12 * 3_600_000;
const SOON_S = 30 * 60;

/** The session after another look at the page: the same, as long as nothing says that the VM is another one. */
export function sessionAfter(before: Session | null, { up, boot, lasts, free, from, now }: Sight): Session | null {
  if (!up) return before;
  const replaced = before !== null && before.boot !== null && boot !== null && before.boot !== boot;
  const known =
    before === null || replaced ? { boot: null, since: from, toldEnd: null, free: null, warned: [] } : before;
  return {
    ...known,
    boot: boot ?? known.boot,
    // A clock that was set back must not make the runtime younger than new.
    since: Math.min(known.since, now),
    toldEnd: lasts === null ? known.toldEnd : now + lasts,
    free: free ?? known.free,
  };
}

export function forecast({ since, toldEnd, free }: Session, { bytes, rate }: Need, now: number): Forecast {
  const end = toldEnd ?? since + LONGEST_MS;
  return {
    endsIn: Math.max(0, (end - now) / 1000),
    told: toldEnd !== null,
    needs: bytes > 0 && rate > 0 ? bytes / rate : null,
    lacks: free === null ? 0 : Math.max(0, bytes - free),
  };
}

/** What the user should hear of now, and has not yet. */
export function dueWarning({ warned }: Session, { endsIn, needs, lacks }: Forecast): Warning | null {
  if (lacks > 0 && !warned.includes('disk')) return 'disk';
  const short = needs !== null && (needs > endsIn || endsIn < SOON_S);
  return short && !warned.includes('end') ? 'end' : null;
}
