/** What happened inside the span, moment by moment. */
import type { SpanDetail, SpanEvent } from '@/shared/api/types';
import { offset } from '@/shared/format';
import { us } from '@/shared/units';
import { Value } from './value';

export function EventsTab({ span }: { span: SpanDetail }) {
  if (span.events.length === 0) return <p className="text-muted">Nothing was recorded inside this span.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {span.events.map((event) => (
        <EventCard key={`${event.time} ${event.name}`} event={event} />
      ))}
    </ol>
  );
}

function EventCard({ event }: { event: SpanEvent }) {
  const isException = event.name === 'exception';
  const attributes = Object.entries(event.attributes);
  return (
    <li className="card overflow-hidden">
      <p className="flex gap-2 border-b border-line bg-sunken px-3 py-1 text-meta">
        <span className={isException ? 'text-error-text' : 'text-muted'}>{event.name}</span>
        <span className="figure ml-auto text-muted">{offset(us(event.offset_us))}</span>
      </p>
      {attributes.length === 0 ? null : (
        <dl className="flex flex-col gap-2 px-3 py-2">
          {attributes.map(([key, value]) => (
            <div key={key}>
              <dt className="figure text-caption text-muted">{key}</dt>
              <dd
                className={
                  key.endsWith('stacktrace')
                    ? 'figure overflow-x-auto text-code whitespace-pre'
                    : 'break-words'
                }
              >
                {key.endsWith('stacktrace') ? String(value) : <Value value={value} label={key} />}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
