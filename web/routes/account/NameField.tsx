import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { fieldError } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';

/** How I am called here: what others see beside my words, my comments and my state's positions. */
export function NameField({ name }: { name: string }) {
  // Null while nothing was typed, so that a change made elsewhere shows.
  const [typed, setTyped] = useState<string | null>(null);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (next: string) => answerOf(api.account.$patch({ json: { name: next } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.me });
      setTyped(null);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed !== null) save.mutate(typed);
  };
  const isChanged = typed !== null && typed.trim() !== name;
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" maw="32rem">
        <TextInput
          label="Name"
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          style={{ flex: 1 }}
          value={typed ?? name}
          error={fieldError(save.error, 'name')}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!isChanged} loading={save.isPending}>
          Save
        </Button>
      </Group>
      <FormAlert error={save.error} paths={['name']} />
      <div role="status">{save.isSuccess && !isChanged && 'Your name is changed, for everybody.'}</div>
    </form>
  );
}
