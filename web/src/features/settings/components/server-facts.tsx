/** Which server this is and where it takes spans. */
import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '@/shared/ui/copy-button';
import { Failed, Loading } from '@/shared/ui/states';
import { When } from '@/shared/ui/when';
import { configQuery } from '../api';
import { Facts, Panel } from './panel';

export function ServerFacts() {
  const { data, error, isPending, refetch } = useQuery(configQuery);
  if (isPending) return <Loading />;
  return (
    <Panel title="Server" note="set with `agenttrace config` or the environment">
      {error !== null ? (
        <Failed what="The server's settings could not be read" error={error} retry={() => void refetch()} />
      ) : (
        <Facts
          facts={[
            { name: 'Version', value: data.version },
            {
              name: 'Spans are sent to',
              value: (
                <span className="flex items-center gap-1">
                  {data.otlp_endpoint}
                  <CopyButton text={data.otlp_endpoint} label="Copy the address that spans are sent to" />
                </span>
              ),
            },
            { name: 'Path prefix', value: data.root_path === '' ? 'none' : data.root_path },
            {
              name: 'Sign-in',
              value: data.auth === 'none' ? 'none: whoever reaches the server can read it' : data.auth,
            },
            {
              name: 'Last refused request',
              value:
                data.last_rejected === null || data.last_rejected_at === null ? (
                  'none since the start'
                ) : (
                  <>
                    {data.last_rejected} (<When at={data.last_rejected_at} />)
                  </>
                ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
