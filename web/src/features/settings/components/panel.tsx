/** One box of the settings page, and the rows of names and values in it. */
import type { ReactNode } from 'react';

export function Panel({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="card overflow-hidden">
      <div className="flex flex-wrap items-baseline gap-x-3 px-4 pt-3 pb-1">
        <h2 className="text-section font-semibold">{title}</h2>
        {note === undefined ? null : <p className="text-meta text-muted">{note}</p>}
      </div>
      {children}
    </section>
  );
}

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(140px,auto)_1fr] gap-x-6 gap-y-1 px-4 pt-1 pb-4">
      {facts.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="figure min-w-0 text-code leading-5 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
