/** One connection for everyone who watches the same thing. */
import { socketUrl } from '../api/base';
import { LiveConnection, type LiveListener } from './socket';

export interface Watched {
  project?: string;
  trace?: string;
  session?: string;
}

const connections = new Map<string, LiveConnection>();

function urlOf(watched: Watched): string {
  const query = new URLSearchParams(Object.entries(watched).filter(([, value]) => value !== undefined));
  const text = query.toString();
  return socketUrl(`/api/v1/ws/spans${text ? `?${text}` : ''}`);
}

/** Listen until the returned function is called; the last listener to leave closes the line. */
export function watch(watched: Watched, listener: LiveListener): () => void {
  const url = urlOf(watched);
  const connection = connections.get(url) ?? new LiveConnection(url);
  connections.set(url, connection);
  const stop = connection.listen(listener);
  listener.onState?.(connection.state);
  return () => {
    stop();
    if (!connection.isUnheard) return;
    connections.delete(url);
    connection.close();
  };
}
