/** What a person typed as a number: its value, or null where it is none from `min` to `max`. Fractions only where `min` is one. */
export function typedNumber(text: string, { min, max }: { min: number; max: number }): number | null {
  const plain = text.trim().replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const value = Number(plain);
  if (value < min || value > max || (Number.isInteger(min) && !Number.isInteger(value))) return null;
  return value;
}
