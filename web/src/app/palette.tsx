/** Ctrl+K: pages, projects, a trace by its id or by words, and what can be done anywhere. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { ALL_PROJECTS, projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';
import { keyName } from '@/shared/keys/list';
import { chooseDensity, DENSITIES } from '@/shared/theme/density';
import { chooseTheme } from '@/shared/theme/theme';
import { Overlay } from '@/shared/ui/dialog';
import { When } from '@/shared/ui/when';
import { PAGES } from './pages';
import { projectsQuery } from './projects';

const TRACE_ID = /^[0-9a-f]{32}$/;
const LEAST_WORDS = 2;

export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const navigate = useNavigate();
  const { project = ALL_PROJECTS } = useParams({ strict: false });
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const { data: projects = [] } = useQuery(projectsQuery);
  const then = (act: () => unknown) => () => {
    onClose();
    void act();
  };
  return (
    <Overlay title="Search everything" hasHead={false} onClose={onClose} className="w-[600px]">
      <Command label="Search everything" loop className="flex min-h-0 flex-col">
        <Command.Input
          value={words}
          onValueChange={setWords}
          placeholder="A page, a project, a trace, an action"
          className="h-11 border-b border-line bg-transparent px-4 outline-none placeholder:text-faint"
        />
        <Command.List className="min-h-0 overflow-y-auto p-2">
          <Command.Empty className="px-2 py-6 text-center text-muted">Nothing has this name</Command.Empty>
          <Group heading="Pages">
            {PAGES.map(({ to, label, letter, Icon }) => (
              <Entry
                key={to}
                value={`page ${label}`}
                onSelect={then(() => navigate({ to, params: { project } }))}
                hint={`g ${keyName(letter)}`}
              >
                <Icon size={14} aria-hidden="true" className="text-muted" />
                {label}
              </Entry>
            ))}
          </Group>
          <Traces words={wanted} project={project} then={then} />
          <Group heading="Projects">
            {[ALL_PROJECTS, ...projects.map(({ name }) => name)].map((name) => (
              <Entry
                key={name}
                value={`project ${name}`}
                onSelect={then(() => navigate({ to: '/p/$project', params: { project: name } }))}
              >
                {name === ALL_PROJECTS ? 'All projects' : name}
              </Entry>
            ))}
          </Group>
          <Group heading="Actions">
            <Entry value="action show keys" onSelect={onKeys} hint="?">
              Show all keys
            </Entry>
            <Entry
              value="action copy link"
              onSelect={then(() => navigator.clipboard?.writeText(window.location.href))}
              hint="Shift+C"
            >
              Copy the link to this page
            </Entry>
            {(['light', 'dark', 'system'] as const).map((theme) => (
              <Entry
                key={theme}
                value={`action theme ${theme}`}
                onSelect={then(() => chooseTheme(theme))}
              >{`Theme: ${theme}`}</Entry>
            ))}
            {DENSITIES.map((each) => (
              <Entry
                key={each}
                value={`action rows ${each}`}
                onSelect={then(() => chooseDensity(each))}
              >{`Rows: ${each}`}</Entry>
            ))}
          </Group>
        </Command.List>
      </Command>
    </Overlay>
  );
}

/** Traces whose name has the words, the newest first; an id leads straight to its trace. */
function Traces({
  words,
  project,
  then,
}: {
  words: string;
  project: string;
  then: (act: () => unknown) => () => void;
}) {
  const navigate = useNavigate();
  const name = useDeferredValue(words);
  const isId = TRACE_ID.test(words);
  const { data } = useQuery({
    queryKey: ['palette', 'traces', project, name],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces', {
          signal,
          params: { query: { limit: 6, name, ...projectParameter(project) } },
        }),
      ),
    enabled: name.length >= LEAST_WORDS && !isId,
  });
  const open = (traceId: string) =>
    then(() => navigate({ to: '/p/$project/traces/$traceId', params: { project, traceId } }));
  const found = isId ? [] : (data?.items ?? []);
  if (!isId && found.length === 0) return null;
  return (
    <Group heading="Traces">
      {isId ? (
        <Entry value={`trace ${words}`} onSelect={open(words)}>
          Open trace <span className="figure text-code">{words}</span>
        </Entry>
      ) : null}
      {found.map((trace) => (
        <Entry key={trace.id} value={`trace ${words} ${trace.name} ${trace.id}`} onSelect={open(trace.id)}>
          <span className="w-16 shrink-0 text-meta text-muted">{trace.status}</span>
          <span className="min-w-0 truncate">{trace.name}</span>
          <span className="ml-auto shrink-0 text-meta text-muted">
            <When at={trace.started_at} />
          </span>
        </Entry>
      ))}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

function Entry({
  value,
  onSelect,
  hint,
  children,
}: {
  value: string;
  onSelect: () => void;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-pointer items-center gap-2 rounded-control px-2 data-[selected=true]:bg-selection"
    >
      {children}
      {hint === undefined ? null : <span className="figure ml-auto text-caption text-muted">{hint}</span>}
    </Command.Item>
  );
}
