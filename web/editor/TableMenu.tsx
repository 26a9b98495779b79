import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import styles from './Toolbar.module.css';
import { changeTable, TABLE_COMMANDS } from './table-commands.ts';

/** What can be done to the table under the caret; what cannot now is not offered. */
export function TableMenu({ editor, place }: { editor: Editor; place: HTMLElement }) {
  return (
    <Menu
      position="bottom-start"
      withInitialFocusPlaceholder={false}
      // What is chosen goes back to the text by itself, and Escape to the button.
      returnFocus={false}
      portalProps={{ target: place }}
    >
      <Menu.Target>
        <button type="button" className={styles.kind}>
          Table <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {TABLE_COMMANDS.map((group, index) => {
          const possible = group.filter(({ command }) => command(editor.state));
          return [
            index > 0 && possible.length > 0 && <Menu.Divider key={group[0]?.name} />,
            ...possible.map((item) => (
              <Menu.Item key={item.name} onClick={() => changeTable(editor, item)}>
                {item.name}
              </Menu.Item>
            )),
          ];
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
