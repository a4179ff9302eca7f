/** Drawn on a 16-unit square, in the colour of the text around; they repeat what the text says, so nothing reads them out. */
const PATHS = {
  attention: 'M8 2.5v7M8 12.2v1.3',
  active: 'M8 2v9M4.5 7.8 8 11.3l3.5-3.5M3.5 14h9',
  waiting: 'M5.5 3v10M10.5 3v10',
  done: 'M3 8.5l3.5 3.5L13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
