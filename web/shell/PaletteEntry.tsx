import styles from './PaletteEntry.module.css';
import type { Palette } from './use-palette.ts';

/**
 * The palette's field until the palette is there: it has the focus from the moment of the key, so that what is
 * typed meanwhile goes nowhere else and is the palette's query when it comes.
 */
export function PaletteEntry({ palette }: { palette: Palette }) {
  return (
    <div className={styles.entry}>
      <input
        className={styles.field}
        // biome-ignore lint/a11y/noAutofocus: it is there because somebody asked for it just now
        autoFocus
        aria-label="Find"
        value={palette.query}
        onChange={(event) => palette.setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') palette.close();
          if (event.key === 'Enter') palette.enter();
          // Nothing to go to yet, and the focus must stay.
          if (event.key === 'Tab') event.preventDefault();
        }}
      />
    </div>
  );
}
