import { render } from 'preact';
import { markLanguage } from '../ui/text';
import { createModel } from './model';
import { Popup } from './popup';

markLanguage(document.documentElement);
void createModel(location.search).then((model) => render(<Popup model={model} />, document.body));
