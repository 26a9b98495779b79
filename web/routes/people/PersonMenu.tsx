import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { Person } from './people.ts';

type PersonMenuProps = {
  person: Person;
  onChange: () => void;
  onReset: () => void;
  /** Null where there is no second factor, or it is one's own. */
  onLostFactor: (() => void) | null;
  onRemove: () => void;
};

/** What a coordinator can do about somebody. */
export function PersonMenu({ person, onChange, onReset, onLostFactor, onRemove }: PersonMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${person.name}: more`}>
          <IconDots size={16} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onChange}>Change roles or delegation…</Menu.Item>
        <Menu.Item onClick={onReset}>Let them set a new password…</Menu.Item>
        {onLostFactor && <Menu.Item onClick={onLostFactor}>Turn their lost second factor off…</Menu.Item>}
        <Menu.Divider />
        <Menu.Item onClick={onRemove}>Remove</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
