import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { askFor, giveBack, isAllowed, isOptional, type OptionalPart } from '../platform/optional';
import { t } from '../ui/text';

const PARTS = (['contextMenus', 'downloads'] as const).filter(isOptional);

/** The other ways to hand over a download; those that need a permission are switched on by a click. */
export function Anywhere() {
  return (
    <section class="anywhere" aria-labelledby="anywhere">
      <h2 id="anywhere">{t('anywhere')}</h2>
      {PARTS.map((part) => (
        <PartSwitch key={part} part={part} />
      ))}
      <p class="quiet small">{t('anywhere_more')}</p>
    </section>
  );
}

function PartSwitch({ part }: { part: OptionalPart }) {
  const on = useSignal(false);
  const look = async () => {
    on.value = await isAllowed(part);
  };
  useEffect(() => void look(), [part]);
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={on.value}
        onChange={() => void (on.value ? giveBack(part) : askFor(part)).then(look)}
      />
      {t(`anywhere_${part}`)}
    </label>
  );
}
