/** What to paste so that spans arrive here, with the real address of this server filled in. */

export interface Snippet {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

export function snippets(endpoint: string, now: Date): Snippet[] {
  return [
    { id: 'python', label: 'Python SDK', text: python(endpoint) },
    { id: 'otel', label: 'OpenTelemetry', text: openTelemetry(endpoint) },
    { id: 'curl', label: 'curl', text: curl(endpoint, now) },
  ];
}

export const INSTALL = 'pip install agenttrace';

function python(endpoint: string): string {
  return `import agenttrace as at

at.init(project="my-agent", endpoint="${endpoint}")

@at.agent(name="greeter")
def greet(name: str) -> str:
    return f"Hello, {name}"

greet("world")
at.flush()`;
}

function openTelemetry(endpoint: string): string {
  return `export OTEL_EXPORTER_OTLP_ENDPOINT="${endpoint}"
export OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf"
export OTEL_SERVICE_NAME="my-agent"
export OTEL_RESOURCE_ATTRIBUTES="service.namespace=demo"

python my_agent.py`;
}

function curl(endpoint: string, now: Date): string {
  const end = BigInt(now.getTime()) * 1_000_000n;
  const span = {
    traceId: hex(now, 32),
    spanId: hex(now, 16),
    name: 'hello',
    kind: 1,
    startTimeUnixNano: String(end - 250_000_000n),
    endTimeUnixNano: String(end),
  };
  const body = {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'my-agent' } }] },
        scopeSpans: [{ scope: { name: 'curl' }, spans: [span] }],
      },
    ],
  };
  return `curl -X POST ${endpoint}/v1/traces \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify(body)}'`;
}

/** Digits that differ from one page view to the next, and are never all zero. */
function hex(now: Date, digits: number): string {
  return now.getTime().toString(16).padStart(digits, 'a').slice(-digits);
}
