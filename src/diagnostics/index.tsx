import { render } from 'preact';
import { markLanguage, t } from '../ui/text';
import { followTheme } from '../ui/theme';
import { Diagnostics } from './diagnostics';

followTheme();
markLanguage(document.documentElement);
document.title = t('diagnostics_title');
render(<Diagnostics search={location.search} />, document.body);
