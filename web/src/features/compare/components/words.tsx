/** Two texts side by side, with what went from the one and what came in the other. */
import type { ComparedField } from '../api';

export function Fields({ fields }: { fields: readonly ComparedField[] }) {
  return (
    <div className="flex flex-col gap-4">
      {fields.map((each) => (
        <section key={each.field} aria-label={each.field} className="flex flex-col gap-2">
          <h3 className="font-medium">{each.field}</h3>
          {each.words.length > 0 ? <Words words={each.words} /> : null}
          <Places field={each} />
        </section>
      ))}
    </div>
  );
}

function Words({ words }: { words: ComparedField['words'] }) {
  return (
    <div className="grid grid-cols-2 gap-2">
      <Side title="A" words={words.filter(({ what }) => what !== 'new')} />
      <Side title="B" words={words.filter(({ what }) => what !== 'gone')} />
    </div>
  );
}

function Side({ title, words }: { title: string; words: ComparedField['words'] }) {
  return (
    <div className="min-w-0">
      <p className="text-caption text-muted">{title}</p>
      <p className="rounded-chip bg-sunken p-2 text-code break-words whitespace-pre-wrap">
        {words.map(({ what, text }, place) => {
          const key = place;
          if (what === 'gone')
            return (
              <del key={key} className="bg-error-soft text-error-text no-underline">
                {text}
              </del>
            );
          if (what === 'new')
            return (
              <ins key={key} className="bg-selection font-medium text-text">
                {text}
              </ins>
            );
          return <span key={key}>{text}</span>;
        })}
      </p>
    </div>
  );
}

/** Texts are told word by word; every other difference by its path. */
function Places({ field }: { field: ComparedField }) {
  const told = field.words.length > 0 ? ['$', '$.text'] : [];
  const places = field.places.filter(({ path }) => !told.includes(path));
  if (places.length === 0) return null;
  return (
    <table className="w-full table-fixed text-code">
      <thead className="text-left text-caption text-muted">
        <tr>
          <th className="w-1/3 font-normal">path</th>
          <th className="font-normal">A</th>
          <th className="font-normal">B</th>
        </tr>
      </thead>
      <tbody className="align-top">
        {places.map(({ path, before, after }) => (
          <tr key={path} className="border-t border-line">
            <td className="figure pr-2 break-words">{path}</td>
            <td className="pr-2 break-words text-error-text">{before ?? 'nothing'}</td>
            <td className="break-words">{after ?? 'nothing'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
