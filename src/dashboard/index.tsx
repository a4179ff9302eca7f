import { showPage } from '../ui/page';
import { Dashboard } from './dashboard';
import { createModel } from './model';

void showPage('dashboard', <Dashboard model={createModel()} />);
