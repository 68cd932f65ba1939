/** Views that the team saved: filter, time and columns under a name, kept on the server. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { SavedView } from '@/shared/api/types';
import { Menu } from '@/shared/ui/menu';
import { forgetView, saveView, type ViewContent, viewsQuery } from '../api';

interface Props {
  project: string;
  now: ViewContent;
  onOpen: (view: SavedView) => void;
}

export function SavedViews({ project, now, onOpen }: Props) {
  const client = useQueryClient();
  const views = useQuery(viewsQuery(project));
  const onSettled = () => client.invalidateQueries({ queryKey: viewsQuery(project).queryKey });
  const save = useMutation({ mutationFn: (name: string) => saveView(project, name, now), onSettled });
  const forget = useMutation({ mutationFn: (name: string) => forgetView(project, name), onSettled });
  const failure = save.error ?? forget.error ?? views.error;
  const saved = views.data ?? [];
  return (
    <Menu
      label="Saved views"
      face={
        <>
          <Bookmark size={14} aria-hidden="true" />
          Views{saved.length > 0 ? ` (${saved.length})` : ''}
        </>
      }
    >
      <div className="w-80 p-3">
        <h2 className="mb-1 text-meta text-muted">
          Saved for everyone who looks at {project === 'all' ? 'all projects' : project}
        </h2>
        {saved.length === 0 ? <p className="py-1 text-muted">None yet.</p> : null}
        <ul className="max-h-64 overflow-y-auto">
          {saved.map((view) => (
            <li key={view.name} className="flex items-center gap-1 rounded-chip hover:bg-hover">
              <button
                type="button"
                title={[view.q, view.range].filter(Boolean).join(' · ') || 'everything'}
                onClick={() => onOpen(view)}
                className="min-w-0 flex-1 truncate px-2 py-1 text-left"
              >
                {view.name}
              </button>
              <button
                type="button"
                aria-label={`Delete the view ${view.name}`}
                onClick={() => forget.mutate(view.name)}
                className="rounded-chip p-1.5 text-muted hover:text-error-text"
              >
                <Trash2 size={13} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        <SaveForm isBusy={save.isPending} onSave={(name) => save.mutate(name)} />
        {failure === null ? null : (
          <p role="alert" className="mt-2 break-words text-error-text">
            {failure.message}
          </p>
        )}
      </div>
    </Menu>
  );
}

function SaveForm({ isBusy, onSave }: { isBusy: boolean; onSave: (name: string) => void }) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onSave(name.trim());
    setName('');
  };
  return (
    <form onSubmit={submit} className="mt-2 flex gap-2 border-t border-line pt-3">
      <input
        aria-label="Name of the new view"
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
        placeholder="Save what is shown as"
        className="field min-w-0 flex-1"
      />
      <button type="submit" className="control" disabled={isBusy || name.trim() === ''}>
        Save
      </button>
    </form>
  );
}
