/** What never leaves the agent: secrets are replaced by the SDK, before anything is sent. */
import { CopyButton } from '@/shared/ui/copy-button';
import { Facts, Panel } from './panel';

export function Redaction() {
  return (
    <Panel title="Redaction" note="done by the SDK, before a span leaves the agent's process; set there">
      <Facts
        facts={[
          {
            name: 'Always',
            value:
              'API keys and tokens of known forms, passwords in URLs, private keys, values of names like password',
          },
          {
            name: 'On request',
            value: <Setting name="AGENTTRACE_REDACT_PERSONAL" value="email,phone,card" />,
          },
          {
            name: 'Names of yours',
            value: <Setting name="AGENTTRACE_REDACT_KEYS" value="patient_id,iban" />,
          },
          { name: 'Rules of yours', value: 'agenttrace.init(redact=function): it returns the value to keep' },
          { name: 'Off', value: <Setting name="AGENTTRACE_REDACT" value="false" /> },
          { name: 'No content at all', value: 'agenttrace.init(capture_content=False)' },
        ]}
      />
      <p className="max-w-[70ch] px-4 pb-4 text-muted">
        A secret becomes a placeholder such as <code className="figure text-code">[OPENAI_KEY_ab12cd34]</code>
        : the same secret gives the same one within a project. What other instrumentations send is stored as
        it comes.
      </p>
    </Panel>
  );
}

function Setting({ name, value }: { name: string; value: string }) {
  return (
    <span className="flex items-center gap-1">
      {name}={value}
      <CopyButton text={`${name}=${value}`} label={`Copy ${name}`} />
    </span>
  );
}
