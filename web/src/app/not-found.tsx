/** A URL that is no page of ours. */
import { Link } from '@tanstack/react-router';
import { ALL_PROJECTS } from '@/shared/api/base';
import { PageHeader } from '@/shared/ui/page-header';
import { Empty } from '@/shared/ui/states';

export function NotFound() {
  return (
    <>
      <PageHeader title="Page not found" />
      <Empty title="There is no page at this address">
        <Link to="/p/$project" params={{ project: ALL_PROJECTS }} className="text-accent underline">
          Go to the overview
        </Link>
      </Empty>
    </>
  );
}
