/** How the pages look and listen in this browser. */
import { turnLetters, useLettersAreKeys } from '@/shared/keys/letters';
import { chooseDensity, DENSITIES, useDensity } from '@/shared/theme/density';
import { chooseTheme, useThemeChoice } from '@/shared/theme/theme';
import { Choice } from './choice';
import { Panel } from './panel';

export function Appearance() {
  const theme = useThemeChoice();
  const density = useDensity();
  const lettersAreKeys = useLettersAreKeys();
  return (
    <Panel title="Appearance" note="kept in this browser">
      <div className="flex flex-col gap-2 px-4 pt-1 pb-4">
        <Choice
          label="Theme"
          values={['system', 'light', 'dark'] as const}
          chosen={theme}
          onChoose={chooseTheme}
        />
        <Choice label="Rows" values={DENSITIES} chosen={density} onChoose={chooseDensity} />
        <Choice
          label="Single-letter keys"
          values={['on', 'off'] as const}
          chosen={lettersAreKeys ? 'on' : 'off'}
          onChoose={(chosen) => turnLetters(chosen === 'on')}
        />
        <p className="text-meta text-muted">
          All keys are listed under <kbd className="figure rounded-chip border border-line px-1">?</kbd> and
          Ctrl+K opens the search for everything.
        </p>
      </div>
    </Panel>
  );
}
