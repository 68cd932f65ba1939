/** What this browser remembers, and what the server is, holds and could not read. */
import { PageHeader } from '@/shared/ui/page-header';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Appearance } from './appearance';
import { DeadLetters } from './dead-letters';
import { ServerFacts } from './server-facts';
import { StoreFacts } from './store-facts';

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" />
      <ScrollRegion aria-label="Settings" className="min-h-0 flex-1">
        <div className="flex max-w-[960px] flex-col gap-4 p-6 max-[639px]:p-3">
          <Appearance />
          <ServerFacts />
          <StoreFacts />
          <DeadLetters />
        </div>
      </ScrollRegion>
    </>
  );
}
