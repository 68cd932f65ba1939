/** Why the span failed: its message and code, and the stack of its last exception. */
import type { SpanDetail } from '@/shared/api/types';
import { exceptionOf } from '../model/failure';

export function ErrorBlock({ span }: { span: SpanDetail }) {
  const exception = exceptionOf(span.events);
  const message = span.status_message ?? exception?.message ?? 'it failed without a message';
  const code = span.status_code ?? exception?.type;
  return (
    <section aria-label="Error" className="mt-3 rounded-control bg-error-soft px-3 py-2">
      <p className="break-words text-error-text">
        {code ? <strong className="font-medium">{code}: </strong> : null}
        {message}
      </p>
      {exception?.stack ? (
        <section
          aria-label="Stack"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          className="figure mt-2 max-h-40 overflow-auto text-code whitespace-pre text-text"
        >
          {exception.stack}
        </section>
      ) : null}
    </section>
  );
}
