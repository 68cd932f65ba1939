/** Chooses whose figures the pages show. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ALL_PROJECTS } from '@/shared/api/base';
import { projectsQuery } from './projects';

export function ProjectSwitch({ project }: { project: string }) {
  const navigate = useNavigate();
  const { data = [] } = useQuery(projectsQuery);
  const names = data.map((each) => each.name);
  if (project !== ALL_PROJECTS && !names.includes(project)) names.unshift(project);
  return (
    <div className="pb-3 max-[899px]:hidden">
      <select
        aria-label="Project"
        value={project}
        onChange={(event) => navigate({ to: '/p/$project', params: { project: event.target.value } })}
        className="field w-full px-2"
      >
        <option value={ALL_PROJECTS}>All projects</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
