/** What this browser remembers, and what the server is, holds, costs by, and could not read. */
import type { ComponentType } from 'react';
import { PageHeader } from '@/shared/ui/page-header';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Access } from './access';
import { Appearance } from './appearance';
import { DeadLetters } from './dead-letters';
import { Prices } from './prices';
import { Redaction } from './redaction';
import { Reprocess } from './reprocess';
import { ServerFacts } from './server-facts';
import { StoreFacts } from './store-facts';
import { Usage } from './usage';

const PARTS: readonly [id: string, name: string, Part: ComponentType][] = [
  ['appearance', 'Appearance', Appearance],
  ['server', 'Server', ServerFacts],
  ['access', 'Keys and access', Access],
  ['prices', 'Prices', Prices],
  ['reprocess', 'Reprocess', Reprocess],
  ['redaction', 'Redaction', Redaction],
  ['data', 'Data', StoreFacts],
  ['retention', 'Retention and disk use', Usage],
  ['letters', 'Dead letters', DeadLetters],
];

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" />
      <ScrollRegion aria-label="Settings" className="min-h-0 flex-1">
        <div className="flex gap-6 p-6 max-[639px]:p-3">
          <nav
            aria-label="Parts of the settings"
            className="sticky top-0 w-44 shrink-0 self-start max-[1100px]:hidden"
          >
            <ul className="flex flex-col">
              {PARTS.map(([id, name]) => (
                <li key={id}>
                  <button
                    type="button"
                    onClick={() => document.getElementById(id)?.scrollIntoView()}
                    className="w-full rounded-control px-2 py-1 text-left text-muted hover:bg-hover hover:text-text"
                  >
                    {name}
                  </button>
                </li>
              ))}
            </ul>
          </nav>
          <div className="flex max-w-[960px] min-w-0 flex-1 flex-col gap-4">
            {PARTS.map(([id, , Part]) => (
              <div key={id} id={id} className="scroll-mt-6">
                <Part />
              </div>
            ))}
          </div>
        </div>
      </ScrollRegion>
    </>
  );
}
