import { isUnedited, markerSum } from '../runtime/cell-marker';

/** Whether `source` is a Lifeline cell: by its marker on line 2, whatever its position in the notebook. */
export function holdsMarker(source: string): boolean {
  return markerSum(source) !== null;
}

/** Whether the user left the Lifeline cell as it was written. A saved notebook may drop the last line break: no edit. */
export async function isUntouched(source: string): Promise<boolean> {
  return (await isUnedited(source)) || isUnedited(`${source}\n`);
}

/** Editors end lines as the machine does, and a saved notebook may drop the last line break: neither is a difference. */
export function sameSource(a: string, b: string): boolean {
  return normal(a) === normal(b);
}

const normal = (source: string) => source.replaceAll('\r\n', '\n').trimEnd();
