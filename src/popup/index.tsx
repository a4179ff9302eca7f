import { render } from 'preact';
import { ask } from '../ui/ask';
import { followLanguage } from '../ui/text';
import { followTheme } from '../ui/theme';
import { createModel } from './model';
import { Popup } from './popup';

followTheme();
void Promise.all([createModel(location.search), followLanguage(document.documentElement)]).then(([model]) => {
  render(<Popup model={model} />, document.body);
  // Nobody waits for a worker that sleeps, but at the browser's start it has yet to say what ended with the last session.
  void ask('ui/wake', null).catch(() => undefined);
});
