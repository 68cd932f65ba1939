/** The pages that can be gone to from everywhere: by the left column, by `g` and a letter, by the palette. */
import { ChartNoAxesColumn, LayoutDashboard, ListTree, MessagesSquare, Settings } from 'lucide-react';

export const PAGES = [
  { to: '/p/$project', label: 'Overview', letter: 'o', Icon: LayoutDashboard, exact: true },
  { to: '/p/$project/sessions', label: 'Sessions', letter: 's', Icon: MessagesSquare, exact: false },
  { to: '/p/$project/traces', label: 'Traces', letter: 't', Icon: ListTree, exact: false },
  { to: '/p/$project/metrics', label: 'Metrics', letter: 'c', Icon: ChartNoAxesColumn, exact: false },
  { to: '/p/$project/settings', label: 'Settings', letter: ',', Icon: Settings, exact: false },
] as const;
