import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

/** A list longer than this can be searched. */
const longestBareList = 50;

type SearchState = { query: string; onQuery: (query: string) => void; count: number; found: number };

/** Those of `items` whose words contain all that was typed, and what {@link SearchField} needs to ask for it. */
export function useSearched<T>(items: readonly T[], wordsOf: (item: T) => string): [T[], SearchState] {
  const [query, onQuery] = useState('');
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter((item) => {
    const words = wordsOf(item).toLocaleLowerCase();
    return wanted.every((word) => words.includes(word));
  });
  return [found, { query, onQuery, count: items.length, found: found.length }];
}

/** Narrows a list down; absent while the list is short. How many are left is said to a screen reader. */
export function SearchField({ query, onQuery, count, found, label }: SearchState & { label: string }) {
  if (count <= longestBareList) return null;
  return (
    <>
      <TextInput
        type="search"
        aria-label={label}
        placeholder={label}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
        maw="24rem"
        mt="sm"
        value={query}
        onChange={(event) => onQuery(event.currentTarget.value)}
      />
      <span role="status" className="visually-hidden">
        {query === '' ? '' : `${found} of ${count}`}
      </span>
    </>
  );
}
