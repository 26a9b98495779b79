/** How long after the last letter a caption goes into the document, in milliseconds. */
const SETTLE_MS = 500;

export type CaptionField = {
  dom: HTMLElement;
  /** Shows `value` unless somebody is typing another one here. */
  show: (value: string) => void;
  input: HTMLTextAreaElement;
  /** The field is gone: nothing is written any more. */
  stop: () => void;
};

/**
 * A line of text under a table or figure, typed in place. It is an attribute of the block: written when the
 * typing rests, when the field is left, or by Enter.
 */
export function captionField(options: {
  className: string;
  label: string;
  placeholder: string;
  write: (value: string) => void;
  leave: () => void;
}): CaptionField {
  const dom = document.createElement('label');
  dom.className = `field ${options.className}`;
  const name = document.createElement('span');
  name.className = 'visually-hidden';
  name.textContent = options.label;
  const input = document.createElement('textarea');
  input.rows = 1;
  input.maxLength = 2000;
  input.placeholder = options.placeholder;
  dom.append(name, input);

  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = '';
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const value = input.value.replace(/\s*\n\s*/g, ' ');
    if (value !== written) {
      written = value;
      options.write(value);
    }
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(flush, SETTLE_MS);
  });
  input.addEventListener('blur', flush);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    flush();
    options.leave();
  });
  return {
    dom,
    input,
    stop: () => clearTimeout(timer),
    show: (value) => {
      if (timer !== undefined) return;
      written = value;
      if (input.value !== value) input.value = value;
    },
  };
}
