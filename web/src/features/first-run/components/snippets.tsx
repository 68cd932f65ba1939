/** Install, then one of three ways to send spans here. */
import { Tabs } from 'radix-ui';
import { CopyButton } from '@/shared/ui/copy-button';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { INSTALL, snippets } from '../model/snippets';

export function Snippets({ endpoint, openedAt }: { endpoint: string | undefined; openedAt: Date }) {
  return (
    <section aria-label="How to send spans" className="card flex flex-col gap-6 p-6">
      <Step number={1} title="Install">
        <Code text={INSTALL} label="Copy the install command" />
      </Step>
      <Step number={2} title="Trace something">
        {endpoint === undefined ? (
          <p className="text-muted">Asking the server for its address</p>
        ) : (
          <Tabs.Root defaultValue="python">
            <Tabs.List aria-label="Ways to send spans" className="mb-3 flex gap-4 border-b border-line">
              {snippets(endpoint, openedAt).map(({ id, label }) => (
                <Tabs.Trigger
                  key={id}
                  value={id}
                  className="-mb-px h-8 border-b-2 border-transparent text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
                >
                  {label}
                </Tabs.Trigger>
              ))}
            </Tabs.List>
            {snippets(endpoint, openedAt).map(({ id, label, text }) => (
              <Tabs.Content key={id} value={id}>
                <Code text={text} label={`Copy the ${label} snippet`} />
              </Tabs.Content>
            ))}
          </Tabs.Root>
        )}
      </Step>
      <p className="text-muted">
        No key is needed: this server accepts spans from its own machine and whoever can reach its port.
      </p>
    </section>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: React.ReactNode }) {
  return (
    <div>
      <h2 className="flex items-center gap-2 pb-2 text-section font-semibold">
        <span className="figure grid size-5 place-items-center rounded-full bg-selection text-meta">
          {number}
        </span>
        {title}
      </h2>
      {children}
    </div>
  );
}

function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className="relative rounded-control border border-line bg-sunken">
      <ScrollRegion aria-label={label.replace(/^Copy the /, '')}>
        <pre className="figure p-3 pr-10 text-code">{text}</pre>
      </ScrollRegion>
      <span className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={label} />
      </span>
    </div>
  );
}
