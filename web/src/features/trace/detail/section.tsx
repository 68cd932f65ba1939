/** A titled card in the detail of a span. */
import type { ReactNode } from 'react';

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="card overflow-hidden">
      <h3 className="border-b border-line bg-sunken px-3 py-1 text-meta text-muted">{title}</h3>
      <div className="px-3 py-2">{children}</div>
    </section>
  );
}
