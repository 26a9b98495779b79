import { Button, Group, NumberInput } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { Dialog } from '../shell/Dialog.tsx';
import { insertTable } from './commands.ts';

/** Asks for the size of a new table. */
export function TableDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [rows, setRows] = useState<number | string>(4);
  const [columns, setColumns] = useState<number | string>(3);
  const clamp = (value: number | string, most: number) => Math.min(most, Math.max(1, Number(value) || 1));
  return (
    <Dialog title="Insert a table" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          insertTable(editor, clamp(rows, 60), clamp(columns, 12));
        }}
      >
        <Group grow>
          <NumberInput
            label="Rows, with the header"
            min={1}
            max={60}
            value={rows}
            onChange={setRows}
            data-autofocus
          />
          <NumberInput label="Columns" min={1} max={12} value={columns} onChange={setColumns} />
        </Group>
        <Group mt="md" justify="flex-end">
          <Button type="submit">Insert</Button>
        </Group>
      </form>
    </Dialog>
  );
}
