/** Who may read and send: there are no keys yet, and this says what protects the server instead. */
import { useQuery } from '@tanstack/react-query';
import { Failed, Loading } from '@/shared/ui/states';
import { configQuery } from '../api';
import { Panel } from './panel';

export function Access() {
  const { data, error, isPending, refetch } = useQuery(configQuery);
  if (isPending) return <Loading />;
  if (error !== null) {
    return (
      <Panel title="Keys and access">
        <Failed what="Who may read could not be told" error={error} retry={() => void refetch()} />
      </Panel>
    );
  }
  return (
    <Panel title="Keys and access">
      <div className="flex max-w-[70ch] flex-col gap-2 px-4 pt-1 pb-4">
        <p>
          {data.auth === 'none'
            ? 'This server has no keys: whoever reaches its address can read, send and delete.'
            : `This server asks for: ${data.auth}.`}
        </p>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
          <li>
            By default it listens on this machine only (
            <code className="figure text-code">host = 127.0.0.1</code>
            ), and answers only under its own names.
          </li>
          <li>
            Pages of other origins can neither read nor change anything, unless{' '}
            <code className="figure text-code">AGENTTRACE_CORS_ORIGINS</code> names them.
          </li>
          <li>
            To open it to a team, put a proxy that signs people in before it, and set{' '}
            <code className="figure text-code">AGENTTRACE_ROOT_PATH</code> where the proxy has a prefix.
          </li>
        </ul>
      </div>
    </Panel>
  );
}
