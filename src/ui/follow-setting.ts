import * as v from 'valibot';
import { onStoreChange } from '../store/changes';
import { readSettings, type Settings, settingsSchema } from '../store/settings';

/**
 * Keeps a page to a setting that its first drawing depends on, by `apply`. A copy of the setting is read at once, so that
 * nothing flashes; the promise is that of the copy's `apply`.
 */
export async function followSetting<Key extends 'theme' | 'language'>(
  key: Key,
  apply: (value: Settings[Key]) => void | Promise<void>,
): Promise<void> {
  const copy = () => v.parse(settingsSchema.entries[key], localStorage.getItem(key) ?? undefined) as Settings[Key];
  const follow = async () => {
    const value = (await readSettings())[key];
    if (value === copy()) return;
    localStorage.setItem(key, value);
    await apply(value);
  };
  onStoreChange(() => void follow());
  void follow();
  await apply(copy());
}
