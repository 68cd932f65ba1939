/** Where the money, the time and the failures go; everything chosen is in the URL. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { projectParameter } from '@/shared/api/base';
import { useLiveRefetch } from '@/shared/live/use-live';
import { LiveBadge } from '@/shared/ui/live-badge';
import { PageHeader } from '@/shared/ui/page-header';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import type { MetricsSearch } from '@/shared/url/searches';
import { METRICS_KEY } from '../api';
import { chosenRange, chosenTab, RANGES, TABS, type Tab } from '../model/choices';
import { CostsTab } from './costs-tab';
import { ErrorsTab } from './errors-tab';
import { PerformanceTab } from './performance-tab';

const TAB_NAMES: Readonly<Record<Tab, string>> = {
  costs: 'Costs',
  performance: 'Performance',
  errors: 'Errors',
};

export function MetricsPage() {
  const { project } = useParams({ from: '/p/$project/metrics' });
  const search: MetricsSearch = useSearch({ from: '/p/$project/metrics' });
  const navigate = useNavigate();
  const live = useLiveRefetch(projectParameter(project), [METRICS_KEY]);
  const tab = chosenTab(search);
  const range = chosenRange(search);
  const go = (next: MetricsSearch) =>
    void navigate({ to: '/p/$project/metrics', params: { project }, search: next, replace: true });
  const props = { project, range, by: search.by, onBy: (by: string) => go({ ...search, by }) };
  return (
    <>
      <PageHeader title="Metrics">
        <select
          aria-label="Time range"
          value={range.since}
          onChange={(event) => go({ ...search, range: event.target.value })}
          className="field px-2"
        >
          {RANGES.map(({ since, label }) => (
            <option key={since} value={since}>
              {label}
            </option>
          ))}
        </select>
        <LiveBadge state={live} />
      </PageHeader>
      <Tabs.Root
        value={tab}
        onValueChange={(next) => go({ tab: next, ...(search.range ? { range: search.range } : {}) })}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List aria-label="Metrics" className="flex shrink-0 gap-1 border-b border-line bg-surface px-4">
          {TABS.map((each) => (
            <Tabs.Trigger
              key={each}
              value={each}
              className="h-10 border-b-2 border-transparent px-2 text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {TAB_NAMES[each]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <ScrollRegion aria-label={TAB_NAMES[tab]} className="min-h-0 flex-1">
          <Tabs.Content
            value={tab}
            className="mx-auto flex max-w-[1440px] flex-col gap-4 p-6 max-[639px]:p-3"
          >
            {tab === 'costs' ? <CostsTab {...props} /> : null}
            {tab === 'performance' ? <PerformanceTab {...props} /> : null}
            {tab === 'errors' ? <ErrorsTab project={project} range={range} /> : null}
          </Tabs.Content>
        </ScrollRegion>
      </Tabs.Root>
    </>
  );
}
