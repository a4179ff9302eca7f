import { type Signal, signal } from '@preact/signals';
import * as v from 'valibot';
import { coalesced } from '../platform/coalesced';
import { onStoreChange } from '../store/changes';
import { readSettings, type Settings, settingsSchema } from '../store/settings';
import { ask } from '../ui/ask';
import { createRequests, type Requests } from '../ui/requests';

export interface Model extends Requests {
  /** Null until the first reading. */
  settings: Signal<Settings | null>;
  /** How often something was saved, for the word that says so. */
  saved: Signal<number>;
  save: (changes: Partial<Settings>) => void;
  /** All settings as they were at first; downloads stay. */
  reset(): void;
}

export function createModel(): Model {
  const refresh = coalesced(async () => {
    model.settings.value = await readSettings();
  });
  const write = (settings: Settings) => {
    model.settings.value = settings;
    requests.act(
      ask('ui/settings', settings).then(() => {
        model.saved.value++;
      }),
    );
  };
  const requests = createRequests(refresh);
  const model: Model = {
    ...requests,
    settings: signal(null),
    saved: signal(0),
    save(changes) {
      if (model.settings.value !== null) write({ ...model.settings.value, ...changes });
    },
    reset: () => write(v.parse(settingsSchema, {})),
  };
  onStoreChange(() => void refresh());
  void refresh();
  return model;
}
