/** Minutes since midnight as a time field wants them: `07:30`. */
export function timeText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The minutes since midnight that a time field holds; null while it is empty. */
export function minutesOf(text: string): number | null {
  const match = /^(\d\d):(\d\d)$/.exec(text);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
