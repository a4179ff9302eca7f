import { showPage } from '../ui/page';
import { Help } from './help';

void showPage('help', <Help />);
