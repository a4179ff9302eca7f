/** Builds the page into the empty shell that the server sent, as Colab's own script does. */
import { Page } from './page.tsx';
import { loadMonaco } from './view/editor.ts';

const id = location.pathname.split('/').at(-1) ?? '';
void loadMonaco().then((monaco) => new Page(monaco).open(id));
