import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { onStoreChange } from '../store/changes';
import { type Rescue, readRescue } from '../store/rescue';
import { ask } from './ask';
import { t, tCount } from './text';

/** Says that the list of downloads had been lost, and what came back; stands until it is taken note of. */
export function RescueNote() {
  const rescue = useSignal<Rescue | null>(null);
  useEffect(() => {
    const look = async () => {
      rescue.value = await readRescue();
    };
    void look();
    return onStoreChange(() => void look());
  }, []);
  if (rescue.value === null) return null;
  return (
    <div class="callout" role="alert">
      <p>{t('rescue_note', tCount('many_found', rescue.value.restored))}</p>
      <button type="button" onClick={() => void ask('ui/rescue-seen', null)}>
        {t('rescue_seen')}
      </button>
    </div>
  );
}
