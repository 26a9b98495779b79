import { Button, Group, NumberInput } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { type FormEvent, useRef, useState } from 'react';
import { Dialog } from '../shell/Dialog.tsx';
import { insertTable } from './commands.ts';

const MOST_ROWS = 60;
const MOST_COLUMNS = 12;

const fits = (value: number | string, most: number) =>
  Number.isInteger(Number(value)) && Number(value) >= 1 && Number(value) <= most;

/** Asks for the size of a new table. */
export function TableDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [rows, setRows] = useState<number | string>(4);
  const [columns, setColumns] = useState<number | string>(3);
  const [refused, setRefused] = useState<'rows' | 'columns' | null>(null);
  const rowsField = useRef<HTMLInputElement>(null);
  const columnsField = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = !fits(rows, MOST_ROWS) ? 'rows' : !fits(columns, MOST_COLUMNS) ? 'columns' : null;
    setRefused(wrong);
    if (wrong) (wrong === 'rows' ? rowsField : columnsField).current?.focus();
    else {
      onClose();
      insertTable(editor, Number(rows), Number(columns));
    }
  };
  return (
    <Dialog title="Insert a table" onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Group grow align="flex-start">
          <NumberInput
            label="Rows, with the header"
            ref={rowsField}
            min={1}
            max={MOST_ROWS}
            clampBehavior="none"
            value={rows}
            onChange={setRows}
            error={refused === 'rows' && `A table has 1 to ${MOST_ROWS} rows.`}
            errorProps={{ role: 'alert' }}
            data-autofocus
          />
          <NumberInput
            label="Columns"
            ref={columnsField}
            min={1}
            max={MOST_COLUMNS}
            clampBehavior="none"
            value={columns}
            onChange={setColumns}
            error={refused === 'columns' && `A table has 1 to ${MOST_COLUMNS} columns.`}
            errorProps={{ role: 'alert' }}
          />
        </Group>
        <Group mt="md" justify="flex-end">
          <Button type="submit">Insert</Button>
        </Group>
      </form>
    </Dialog>
  );
}
