import { showPage } from '../ui/page';
import { Help } from './help';

showPage('help', <Help />);
