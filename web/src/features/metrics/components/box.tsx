/** A box with a title, what it is grouped by, and what stands where there are no figures yet. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, Loading, Refetching } from '@/shared/ui/states';

interface Props {
  title: string;
  what: string;
  query: Pick<UseQueryResult<unknown>, 'isPending' | 'isError' | 'isFetching' | 'error' | 'refetch'>;
  isEmpty: boolean;
  head?: ReactNode;
  children: ReactNode;
}

export function Box({ title, what, query, isEmpty, head, children }: Props) {
  return (
    <section aria-label={title} className="card relative overflow-hidden">
      <Refetching active={query.isFetching && !query.isPending} />
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 pt-2">
        <h2 className="font-semibold">{title}</h2>
        {head}
      </div>
      {query.isPending ? <Loading /> : null}
      {query.isError ? <Failed what={what} error={query.error} retry={() => void query.refetch()} /> : null}
      {!query.isPending && !query.isError && isEmpty ? (
        <p className="px-4 pt-1 pb-4 text-muted">Nothing in this time.</p>
      ) : null}
      {isEmpty ? null : children}
    </section>
  );
}

export function Legend({ token, children }: { token: string; children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5 text-meta text-muted">
      <span aria-hidden="true" style={{ background: `var(--${token})` }} className="size-2 rounded-full" />
      {children}
    </span>
  );
}

interface GroupProps<Group extends string> {
  groups: readonly Group[];
  names: Readonly<Record<Group, string>>;
  chosen: Group;
  onChoose: (group: Group) => void;
}

export function GroupBy<Group extends string>({ groups, names, chosen, onChoose }: GroupProps<Group>) {
  return (
    <label className="ml-auto flex items-center gap-2 text-meta text-muted">
      by
      <select
        aria-label="Group by"
        value={chosen}
        onChange={(event) => {
          const group = groups.find((each) => each === event.target.value);
          if (group !== undefined) onChoose(group);
        }}
        className="field px-2"
      >
        {groups.map((group) => (
          <option key={group} value={group}>
            {names[group]}
          </option>
        ))}
      </select>
    </label>
  );
}
