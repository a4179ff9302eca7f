import { showPage } from '../ui/page';
import { createModel } from './model';
import { Options } from './options';

void showPage('options', <Options model={createModel()} />);
