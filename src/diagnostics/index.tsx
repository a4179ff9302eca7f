import { render } from 'preact';
import { markLanguage, t } from '../ui/text';
import { Diagnostics } from './diagnostics';

markLanguage(document.documentElement);
document.title = t('diagnostics_title');
render(<Diagnostics search={location.search} />, document.body);
