import { showPage } from '../ui/page';
import { createModel } from './model';
import { Options } from './options';

showPage('options', <Options model={createModel()} />);
