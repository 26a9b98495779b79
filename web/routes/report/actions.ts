import { notifications } from '@mantine/notifications';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { sentenceOf } from '../../api/refusal.ts';

/**
 * A change on the server: when it is done, what it touches is asked for again; when it is refused, the reason
 * is shown under the name of what was tried.
 */
export function useAction<Input, Output>(
  name: string,
  run: (input: Input) => Promise<Output>,
  touches: readonly QueryKey[],
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      await Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: `${name}: not done`,
        message: sentenceOf(error),
        autoClose: 12_000,
      }),
  });
}
