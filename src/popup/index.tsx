import { render } from 'preact';
import { markLanguage } from '../ui/text';
import { followTheme } from '../ui/theme';
import { createModel } from './model';
import { Popup } from './popup';

followTheme();
markLanguage(document.documentElement);
void createModel(location.search).then((model) => render(<Popup model={model} />, document.body));
