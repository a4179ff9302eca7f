import { FileButton } from '../ui/file-button';
import { t } from '../ui/text';
import type { Model } from './model';

/** Takes what is typed, pasted, dropped or chosen as a file. */
export function PasteBox({ model }: { model: Model }) {
  const take = (text: string) => {
    model.text.value = text;
    model.done.value = null;
    model.problems.value = {};
  };
  const takeFile = (file: File) => model.act(file.text().then(take));
  return (
    <div class="field">
      <label for="pasted">{t('many_paste')}</label>
      <textarea
        id="pasted"
        rows={8}
        dir="ltr"
        spellcheck={false}
        autocomplete="off"
        value={model.text.value}
        aria-describedby="pasted-hint"
        onInput={(event) => take(event.currentTarget.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const file = event.dataTransfer?.files[0];
          if (file === undefined) return;
          event.preventDefault();
          takeFile(file);
        }}
      />
      <p class="quiet small" id="pasted-hint">
        {t('many_paste_hint')}
      </p>
      <p>
        <FileButton
          text={t('choose_file')}
          accept=".txt,.csv,.tsv,.meta4,.metalink,.sha256,.md5,.aria2,text/*"
          describedBy="pasted-hint"
          onFile={takeFile}
        />
      </p>
    </div>
  );
}
