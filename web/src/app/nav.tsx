/** The left column: project switch on top, pages, theme at the bottom. */
import { Link, useParams } from '@tanstack/react-router';
import { Moon, Sun } from 'lucide-react';
import { ALL_PROJECTS } from '@/shared/api/base';
import { chooseTheme, useTheme } from '@/shared/theme/theme';
import { PAGES } from './pages';
import { ProjectSwitch } from './project-switch';

export function Nav() {
  const { project = ALL_PROJECTS } = useParams({ strict: false });
  return (
    <nav
      aria-label="Pages"
      className="flex w-12 shrink-0 flex-col border-r border-line bg-sunken px-2 py-3 min-[900px]:w-[200px]"
    >
      <div className="flex items-center gap-2 px-1 pb-3 min-[900px]:px-2">
        <Mark />
        <span className="text-section font-semibold max-[899px]:hidden">AgentTrace</span>
      </div>
      <ProjectSwitch project={project} />
      <ul className="flex flex-col gap-0.5">
        {PAGES.map(({ to, label, Icon, exact }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ project }}
              activeOptions={{ exact, includeSearch: false }}
              title={label}
              className="flex h-7 items-center gap-2 rounded-control px-2 text-muted hover:bg-hover hover:text-text data-[status=active]:bg-selection data-[status=active]:font-medium data-[status=active]:text-text"
            >
              <Icon size={15} aria-hidden="true" className="shrink-0" />
              <span className="max-[899px]:sr-only">{label}</span>
            </Link>
          </li>
        ))}
      </ul>
      <ThemeButton />
    </nav>
  );
}

function Mark() {
  return (
    <span
      aria-hidden="true"
      className="grid size-6 shrink-0 place-items-center rounded-control bg-text text-bg"
    >
      <svg aria-hidden="true" viewBox="0 0 24 24" width="16" height="16" fill="currentColor">
        <rect x="3" y="5" width="11" height="3" rx="1.5" />
        <rect x="7" y="10.5" width="13" height="3" rx="1.5" />
        <rect x="11" y="16" width="7" height="3" rx="1.5" />
      </svg>
    </span>
  );
}

function ThemeButton() {
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  const Icon = theme === 'dark' ? Sun : Moon;
  return (
    <button
      type="button"
      onClick={() => chooseTheme(other)}
      className="mt-auto flex h-7 items-center gap-2 rounded-control px-2 text-muted hover:bg-hover hover:text-text"
    >
      <Icon size={15} aria-hidden="true" className="shrink-0" />
      <span className="max-[899px]:sr-only">{other === 'dark' ? 'Dark theme' : 'Light theme'}</span>
    </button>
  );
}
