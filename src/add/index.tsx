import { showPage } from '../ui/page';
import { AddPage } from './add-page';
import { createModel } from './model';

showPage('add', <AddPage model={createModel()} />);
