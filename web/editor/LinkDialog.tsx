import { Button, Group, TextInput } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { type FormEvent, useRef, useState } from 'react';
import { Dialog } from '../shell/Dialog.tsx';
import { linkUnder, setLink } from './commands.ts';

/** Asks for the web address of the selected text; an address alone becomes text where nothing is selected. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [before] = useState(() => linkUnder(editor.state));
  const [href, setHref] = useState(before);
  const [refused, setRefused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (setLink(editor, href)) {
      onClose();
      return;
    }
    setRefused(true);
    field.current?.focus();
  };
  return (
    <Dialog title="Link" onClose={onClose}>
      <form onSubmit={submit}>
        <TextInput
          ref={field}
          label="Web address"
          placeholder="https://"
          data-autofocus
          autoFocus
          value={href}
          error={refused && 'This is no address. A link goes to a web address (https://…) or a mail address.'}
          errorProps={{ role: 'alert' }}
          onChange={(event) => {
            setHref(event.currentTarget.value);
            setRefused(false);
          }}
        />
        <Group mt="md" justify="flex-end">
          {before !== '' && (
            <Button
              variant="default"
              onClick={() => {
                setLink(editor, null);
                onClose();
              }}
            >
              Remove link
            </Button>
          )}
          <Button type="submit">Link</Button>
        </Group>
      </form>
    </Dialog>
  );
}
