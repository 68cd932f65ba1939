/** What lies over any page when a key asks for it: the palette and the list of keys, each loaded when first wanted. */
import { lazy, Suspense, useState } from 'react';
import { type OverlayName, useGlobalKeys } from './use-global-keys';

const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })));
const KeysDialog = lazy(() => import('./keys-dialog').then((module) => ({ default: module.KeysDialog })));

export function Overlays() {
  const [open, setOpen] = useState<OverlayName | null>(null);
  useGlobalKeys(setOpen);
  const close = () => setOpen(null);
  return (
    <Suspense fallback={null}>
      {open === 'palette' ? <Palette onClose={close} onKeys={() => setOpen('keys')} /> : null}
      {open === 'keys' ? <KeysDialog onClose={close} /> : null}
    </Suspense>
  );
}
