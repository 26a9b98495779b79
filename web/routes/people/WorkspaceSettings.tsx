import { Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import { fieldError } from '../../api/refusal.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import styles from './PeoplePage.module.css';

type Change = { name?: string; requireSecondFactor?: boolean };

/** What holds for everybody here: the workspace's name, and whether a second factor is required. */
export function WorkspaceSettings() {
  const me = useSignedIn();
  const [name, setName] = useState<string | null>(null);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (change: Change) => answerOf(api.workspace.$patch({ json: change })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
  });
  if (me === null) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name === null) return;
    await save.mutateAsync({ name }).then(
      () => setName(null),
      () => undefined, // shown beside the field
    );
  };
  const isRequired = me.workspace.requireSecondFactor;

  return (
    <section className={styles.block} aria-labelledby="workspace">
      <h2 id="workspace">Workspace</h2>
      <Stack mt="md" maw="32rem">
        <form onSubmit={submit}>
          <Group align="flex-end">
            <TextInput
              label="Name"
              required
              maxLength={100}
              style={{ flex: 1 }}
              value={name ?? me.workspace.name}
              error={fieldError(save.error, 'name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={name === null} loading={save.isPending}>
              Save
            </Button>
          </Group>
        </form>
        <Switch
          label="Require a second factor"
          description={
            me.secondFactor || isRequired
              ? 'Whoever has none is led to set it up before anything else.'
              : 'Whoever has none is led to set it up before anything else; you are the first.'
          }
          checked={isRequired}
          disabled={save.isPending}
          onChange={(event) => save.mutate({ requireSecondFactor: event.currentTarget.checked })}
        />
        <FormAlert error={save.error} paths={['name']} />
      </Stack>
    </section>
  );
}
