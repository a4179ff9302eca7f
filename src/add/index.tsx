import { showPage } from '../ui/page';
import { AddPage } from './add-page';
import { createModel } from './model';

void showPage('add', <AddPage model={createModel()} />);
