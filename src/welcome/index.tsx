import { showPage } from '../ui/page';
import { Welcome } from './welcome';

showPage('welcome', <Welcome />);
