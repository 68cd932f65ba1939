/** Until the first span: at the left what to paste, at the right a line that listens and moves on by itself. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { PageHeader } from '@/shared/ui/page-header';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { configQuery } from '../api';
import { Snippets } from './snippets';
import { Waiting } from './waiting';

interface Props {
  project: string;
  /** Called once, when the first trace is there. */
  onArrived: () => void;
  /** Called when the reader wants the overview. */
  onDone: () => void;
}

export function FirstRunPage({ project, onArrived, onDone }: Props) {
  const { data: config } = useQuery(configQuery);
  const openedAt = useMemo(() => new Date(), []);
  return (
    <>
      <PageHeader title="Send your first span" />
      <ScrollRegion aria-label="First steps" className="min-h-0 flex-1">
        <div className="mx-auto grid max-w-[1200px] grid-cols-[3fr_2fr] gap-6 p-6 max-[900px]:grid-cols-1">
          <Snippets endpoint={config?.otlp_endpoint} openedAt={openedAt} />
          <Waiting project={project} config={config} onArrived={onArrived} onDone={onDone} />
        </div>
      </ScrollRegion>
    </>
  );
}
