import { showPage } from '../ui/page';
import { Dashboard } from './dashboard';
import { createModel } from './model';

showPage('dashboard', <Dashboard model={createModel()} />);
