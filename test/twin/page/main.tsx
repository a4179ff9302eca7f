/** Builds the page into the empty shell that the server sent, as Colab's own script does. */
import { render, type VNode } from 'preact';
import { Clock } from '../clock.ts';
import type { Order } from '../control.ts';
import type { Boot } from '../protocol.ts';
import { App } from './app.tsx';
import { DialogLayer } from './dialogs/dialog-view.tsx';
import { Dialogs } from './dialogs/dialogs.ts';
import { Editors, loadMonaco } from './editor.ts';
import { keepJournal, watchActivity } from './journal.ts';
import { Menus } from './menus.tsx';
import { Notebook } from './notebook.ts';
import { publish } from './page-object.ts';
import { Button, Host, IconButton } from './shells.tsx';
import { PAGE_SHEET } from './styles.ts';
import { TestLine } from './test-line.ts';
import { type Texts, textsOf } from './texts.ts';
import type { View } from './view.ts';

async function start(): Promise<void> {
  const id = location.pathname.split('/').at(-1) ?? '';
  const [boot, monaco] = await Promise.all([
    fetch(`/twin/notebook?nbh=${id}`).then((answer) => answer.json() as Promise<Boot>),
    loadMonaco(),
  ]);
  const texts = textsOf('en');
  document.adoptedStyleSheets = [PAGE_SHEET];
  document.documentElement.setAttribute('theme', 'light');
  document.documentElement.setAttribute('editor', 'Default Light');
  const app = document.createElement('div');
  app.className = 'notebook-vertical';

  let queued = false;
  const show = () => {
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      render(<App view={view} />, app);
    });
  };
  const clock = new Clock(boot.clockSpeed);
  const line = new TestLine(id, async (order) => obey(order, notebook));
  await line.open;
  const tell = line.tell.bind(line);
  const layer = new DialogLayer(texts);
  const dialogs = new Dialogs((open) => layer.show(open), tell);
  const notebook = new Notebook(boot, { clock, dialogs, tell, changed: show });
  keepJournal(notebook, tell);
  watchActivity(notebook, boot.variant.activityEvents, tell);
  const view: View = { notebook, texts, editors: new Editors(monaco, notebook), elements: new WeakMap() };
  document.body.append(
    ...elements(<Snackbars texts={texts} />),
    app,
    ...elements(<Menus texts={texts} run={(command) => notebook.execute(command)} />),
    ...elements(<Leftovers texts={texts} />),
  );
  render(<App view={view} />, app);
  document.title = `${boot.name} - Colab`;
  if (boot.variant.pageObject === 'present') publish(view);
  addEventListener('pagehide', () => notebook.save());
}

async function obey(order: Order, notebook: Notebook): Promise<void> {
  if (order.kind === 'advance') {
    notebook.clock.advance(order.ms);
    await notebook.kernel.settled;
  } else if (order.kind === 'dialog') void notebook.showDialog(order.name);
}

function elements(content: VNode): Node[] {
  const fragment = document.createDocumentFragment();
  render(content, fragment);
  return [...fragment.childNodes];
}

function Snackbars({ texts }: { texts: Texts }): VNode {
  const bar = (id: string, className: string, label: string | null) => (
    <Host
      tag="colab-snackbar"
      leading=""
      labeltext=""
      id={id}
      class={className}
      shadow={
        <div class="mdc-snackbar mdc-snackbar--leading">
          <div class="mdc-snackbar__surface">
            {label !== null && (
              <div class="mdc-snackbar__label" role="status" aria-live="polite">
                {label}
              </div>
            )}
            <div class="mdc-snackbar__actions">
              <slot name="action" />
              <slot name="dismiss" />
            </div>
          </div>
        </div>
      }
    >
      <IconButton class="close" slot="dismiss" title={texts.close} data-aria-label={texts.close} icon="close" />
    </Host>
  );
  return (
    <>
      {bar('message-area', 'message-area', null)}
      {/* Closed, and it keeps its last text. */}
      {bar('message-area-secondary', 'message-area startup', texts.loading)}
    </>
  );
}

/** What stands behind the menus: none of it is a question to the user, the reCAPTCHA badge neither. */
function Leftovers({ texts }: { texts: Texts }): VNode {
  return (
    <>
      <dialog class="doc-comments-area" aria-label={texts.commentsShort}>
        <div class="doc-comments-buttons">
          <Button command="add-comment" icon="comment">
            {texts.addComment}
          </Button>
        </div>
      </dialog>
      <div class="thumbnail" />
      <div>
        <div
          class="grecaptcha-badge"
          data-style="bottomright"
          style="height: 60px; visibility: hidden; display: block;"
        >
          <div class="grecaptcha-logo">
            <iframe
              title="reCAPTCHA"
              role="presentation"
              src="https://www.google.com/recaptcha/api2/anchor?size=invisible"
              style="width: 1px; height: 1px;"
            />
          </div>
          <div class="grecaptcha-error" />
          <textarea
            id="g-recaptcha-response-100000"
            name="g-recaptcha-response"
            class="g-recaptcha-response"
            style="height: 40px; display: none;"
          />
        </div>
        <iframe title="" style="display: none;" />
      </div>
      <iframe title="" src="https://colab.research.google.com/_/bscframe" style="display: none;" />
    </>
  );
}

void start();
