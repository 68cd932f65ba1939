/** A part of the page that scrolls by itself, and therefore can be reached by keyboard. */
import type { ComponentProps } from 'react';

type Props = ComponentProps<'section'> & { 'aria-label': string };

export function ScrollRegion({ className = '', children, ...rest }: Props) {
  return (
    <section
      {...rest}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll here (WCAG 2.1.1)
      tabIndex={0}
      className={`overflow-auto outline-offset-[-2px] ${className}`}
    >
      {children}
    </section>
  );
}
