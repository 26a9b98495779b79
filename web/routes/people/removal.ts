import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { tellDone, tellFailed } from '../../shell/notices.ts';
import type { Person } from './people.ts';

/** Removes people, with an undo at hand, and brings them back. */
export function useRemoval() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.people });
  const restore = useMutation({
    mutationFn: ({ id }: Person) => answerOf(api.people[':id'].restore.$post({ param: { id } })),
    onSuccess: async (_answer, { name }) => {
      await refresh();
      tellDone(`${name} is back, in the same roles. They have to sign in again.`);
    },
    onError: tellFailed,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Person) => answerOf(api.people[':id'].$delete({ param: { id } })),
    onSuccess: async (_answer, person) => {
      await refresh();
      tellDone(`${person.name} was removed and signed out everywhere.`, {
        label: 'Undo',
        run: () => restore.mutate(person),
      });
    },
    onError: tellFailed,
  });
  return { remove, restore };
}
