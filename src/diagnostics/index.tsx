import { showPage } from '../ui/page';
import { Diagnostics } from './diagnostics';

void showPage('diagnostics', <Diagnostics search={location.search} />);
