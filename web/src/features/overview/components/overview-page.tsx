/** The first page: how it goes, in the last 24 hours and against the day before. */
import { projectParameter } from '@/shared/api/base';
import { useLiveRefetch } from '@/shared/live/use-live';
import { LiveBadge } from '@/shared/ui/live-badge';
import { useTitle } from '@/shared/ui/page-header';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { OVERVIEW_KEY } from '../api';
import { CostByModel } from './cost-by-model';
import { FailingNow } from './failing-now';
import { RecentSessions } from './recent-sessions';
import { StatCards } from './stat-cards';
import { TokenUsage } from './token-usage';

export function OverviewPage({ project }: { project: string }) {
  useTitle('Overview');
  const live = useLiveRefetch(projectParameter(project), [OVERVIEW_KEY]);
  return (
    <ScrollRegion aria-label="Overview" className="min-h-0 flex-1">
      <div className="mx-auto grid max-w-[1440px] grid-cols-12 gap-4 p-6">
        <header className="col-span-12 flex items-center gap-2">
          <h1 className="text-title font-semibold">Overview</h1>
          <span className="control pointer-events-none ml-auto">Last 24 hours</span>
          <LiveBadge state={live} />
        </header>
        <StatCards project={project} />
        <TokenUsage project={project} />
        <CostByModel project={project} />
        <FailingNow project={project} />
        <RecentSessions project={project} />
      </div>
    </ScrollRegion>
  );
}
