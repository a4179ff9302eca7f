import { render } from 'preact';
import { followLanguage } from '../ui/text';
import { followTheme } from '../ui/theme';
import { createModel } from './model';
import { Popup } from './popup';

followTheme();
void Promise.all([createModel(location.search), followLanguage(document.documentElement)]).then(([model]) =>
  render(<Popup model={model} />, document.body),
);
