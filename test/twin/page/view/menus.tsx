import { Fragment, type VNode } from 'preact';
import { Icon } from './shells.tsx';
import type { Texts } from './texts.ts';
import { withCommand } from './view.ts';

/** Menus in their order in the body; `-` separates, `>` opens a submenu. The texts are in the language files, in this order. */
const MENUS: Record<string, readonly string[]> = {
  'file-menu':
    'locate-in-drive open-in-playground - new open import-notebook - rename move-notebook trash - clone copy-to-gist copy-to-github - save save-and-checkpoint show-history show-fileinfo - >download-submenu-menu print'.split(
      ' ',
    ),
  'download-submenu-menu': ['download-ipynb', 'download-python'],
  'edit-menu':
    'undo redo - select-all cut copy paste delete-cell-or-selection - find find-next find-previous - notebook-settings - clear-outputs'.split(
      ' ',
    ),
  'view-menu':
    'show-toc-pane show-executedcode start-presentation start-presentation-beginning >comments-submenu-menu - collapse-sections expand-sections save-section-layout - hide-code toggle-output - focus-next-tab focus-previous-tab move-tab-to-next move-tab-to-prev'.split(
      ' ',
    ),
  'comments-submenu-menu': [
    'hide-sidebar-comments',
    'show-minimized-sidebar-comments',
    'show-expanded-sidebar-comments',
  ],
  'insert-menu':
    'insert-cell-below add-text add-section-header - open-scratch-code-cell snippets - add-form-field'.split(' '),
  'runtime-menu':
    'runall runbefore runfocused runselected runafter - interrupt restart restart-and-run-all powerwash-current-vm - change-runtime-type - manage-sessions open-resource-viewer view-runtime-logs - deploy-cloud-run'.split(
      ' ',
    ),
  'tools-menu': 'show-command-palette - preferences shortcuts - open-differ'.split(' '),
  'help-menu': 'faq view-relnotes snippets - report-bug report-abuse send-feedback view-tos view-in-english'.split(' '),
};

export const MENU_BAR = [
  'file-menu',
  'edit-menu',
  'view-menu',
  'insert-menu',
  'runtime-menu',
  'tools-menu',
  'help-menu',
];

/** The closed menus at the end of the body. They listen for mouse presses, as Google's old menus do, and for plain clicks. */
export function Menus({ texts, run }: { texts: Texts; run: (command: string) => void }): VNode {
  let id = 1;
  const nextId = () => `:${(id++).toString(36)}`;
  return (
    <>
      {Object.entries(MENUS).map(([menu, items]) => {
        const captions = [...texts.menus[menu as keyof Texts['menus']]];
        nextId();
        return (
          <div class="goog-menu" id={menu} role="menu" aria-haspopup="true" style="display: none;" key={menu}>
            {items.map((item) => (
              <Fragment key={nextId()}>
                {menuItem(item, item === '-' ? '' : captions.shift(), { id: nextId(), opensTab: texts.opensTab, run })}
              </Fragment>
            ))}
          </div>
        );
      })}
    </>
  );
}

function menuItem(
  item: string,
  caption: string | undefined,
  { id, opensTab, run }: { id: string; opensTab: string; run: (command: string) => void },
): VNode | null {
  if (item === '-') {
    return <div class="goog-menuseparator goog-menuitem-disabled" aria-disabled="true" role="separator" id={id} />;
  }
  // An item that the language's page does not have, as "View in English" on the English one.
  if (caption === undefined) return null;
  if (item.startsWith('>')) {
    return (
      <div class="goog-submenu goog-menuitem" id={`${item.slice(1)}-button`} role="menuitem" aria-haspopup="true">
        <div class="goog-menuitem-content">
          {caption}
          <span class="goog-submenu-arrow">►</span>
        </div>
      </div>
    );
  }
  const checkbox = item === 'show-toc-pane';
  const option = item.endsWith('sidebar-comments');
  return (
    <div
      {...withCommand(item)}
      class={
        checkbox ? 'goog-menuitem goog-option' : option ? ' goog-menuitem goog-option-selectable ' : ' goog-menuitem '
      }
      role={checkbox ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={checkbox ? 'false' : undefined}
      id={id}
      onClick={() => run(item)}
    >
      <div class="goog-menuitem-content">
        {checkbox && (
          <div class="goog-menuitem-checkbox">
            <Icon name="check" />
          </div>
        )}
        {caption}
        {item === 'open-differ' && <span class="screenreader-only">{opensTab}</span>}
      </div>
    </div>
  );
}
