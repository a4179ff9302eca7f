import { showPage } from '../ui/page';
import { Welcome } from './welcome';

void showPage('welcome', <Welcome />);
