/** Every key, under `?`. */
import { Fragment } from 'react';
import { useLettersAreKeys } from '@/shared/keys/letters';
import { GLOBAL_KEYS, type KeyGroup, keyName, LIST_KEYS, TRACE_KEYS } from '@/shared/keys/list';
import { Overlay } from '@/shared/ui/dialog';
import { ScrollRegion } from '@/shared/ui/scroll-region';

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const lettersAreKeys = useLettersAreKeys();
  return (
    <Overlay title="Keys" onClose={onClose} className="w-[720px]">
      {lettersAreKeys ? null : (
        <p className="mx-4 mb-2 rounded-control bg-warn-soft px-3 py-2 text-warn">
          Single letters are turned off in Settings; the others work.
        </p>
      )}
      <ScrollRegion aria-label="All keys" className="min-h-0 px-4 pb-4">
        <div className="grid grid-cols-2 gap-x-8 gap-y-4 max-[639px]:grid-cols-1">
          <div className="flex flex-col gap-4">
            <Group group={GLOBAL_KEYS} />
            <Group group={LIST_KEYS} />
          </div>
          <Group group={TRACE_KEYS} />
        </div>
      </ScrollRegion>
    </Overlay>
  );
}

function Group({ group }: { group: KeyGroup }) {
  return (
    <section aria-label={group.name}>
      <h3 className="mb-1 font-medium">{group.name}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {group.rows.map((row) => (
          <Fragment key={row.does}>
            <dt className="flex flex-wrap gap-1">
              {shortened(row.keys).map((key) => (
                <kbd
                  key={key}
                  className="figure h-5 rounded-chip border border-line bg-sunken px-1.5 text-caption leading-[18px]"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-muted">{row.does}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

/** Nine digits are one range. */
function shortened(keys: readonly string[]): string[] {
  const names = keys.map(keyName);
  return names.length > 3 ? [`${names[0]} – ${names.at(-1)}`] : names;
}
