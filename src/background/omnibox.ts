import { browser } from '../platform/browser';
import { message } from '../platform/texts';
import { ready } from './ready';
import { send } from './send';
import { notebookChoices } from './targets';

/** Hears what is typed in the address bar behind the keyword. To be called when the worker starts, synchronously. */
export function listenToOmnibox(): void {
  browser.omnibox.onInputStarted.addListener(() => void suggest());
  browser.omnibox.onInputEntered.addListener((text) => void send(text));
}

/** Says beforehand which notebook it will be. */
async function suggest(): Promise<void> {
  await ready();
  const [choice] = await notebookChoices();
  const description =
    choice === undefined ? message('menu_send') : message('omnibox_to', [choice.title || message('page_untitled')]);
  browser.omnibox.setDefaultSuggestion({ description: asXml(description) });
}

/** Chrome reads a suggestion as XML. */
function asXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
