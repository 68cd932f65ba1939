/** Until the first span: at the left what to paste, at the right a line that listens and moves on by itself. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { PageHeader } from '@/shared/ui/page-header';
import { configQuery } from '../api';
import { Snippets } from './snippets';
import { Waiting } from './waiting';

export function FirstRunPage({ project }: { project: string }) {
  const { data: config } = useQuery(configQuery);
  const openedAt = useMemo(() => new Date(), []);
  return (
    <>
      <PageHeader title="Send your first span" />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section
        aria-label="First steps"
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
      >
        <div className="mx-auto grid max-w-[1200px] grid-cols-[3fr_2fr] gap-6 p-6 max-[900px]:grid-cols-1">
          <Snippets endpoint={config?.otlp_endpoint} openedAt={openedAt} />
          <Waiting project={project} config={config} />
        </div>
      </section>
    </>
  );
}
