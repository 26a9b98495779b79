import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  mergeCells,
  splitCell,
  toggleHeaderColumn,
  toggleHeaderRow,
} from '@tiptap/pm/tables';
import styles from './Toolbar.module.css';

const GROUPS: { name: string; command: Command }[][] = [
  [
    { name: 'Row above', command: addRowBefore },
    { name: 'Row below', command: addRowAfter },
    { name: 'Column before', command: addColumnBefore },
    { name: 'Column after', command: addColumnAfter },
  ],
  [
    { name: 'Header row on or off', command: toggleHeaderRow },
    { name: 'Header column on or off', command: toggleHeaderColumn },
    { name: 'Merge the selected cells', command: mergeCells },
    { name: 'Split the cell', command: splitCell },
  ],
  [
    { name: 'Delete row', command: deleteRow },
    { name: 'Delete column', command: deleteColumn },
    { name: 'Delete table', command: deleteTable },
  ],
];

/** What can be done to the table under the caret; what cannot now is not offered. */
export function TableMenu({ editor, place }: { editor: Editor; place: HTMLElement }) {
  const press = (command: Command) => {
    command(editor.state, editor.view.dispatch);
    editor.view.focus();
  };
  return (
    <Menu position="bottom-start" withInitialFocusPlaceholder={false} portalProps={{ target: place }}>
      <Menu.Target>
        <button type="button" className={styles.kind}>
          Table <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {GROUPS.map((group, index) => {
          const possible = group.filter(({ command }) => command(editor.state));
          return [
            index > 0 && possible.length > 0 && <Menu.Divider key={group[0]?.name} />,
            ...possible.map(({ name, command }) => (
              <Menu.Item key={name} onClick={() => press(command)}>
                {name}
              </Menu.Item>
            )),
          ];
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
