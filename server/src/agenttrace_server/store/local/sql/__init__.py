"""Answer SQL over one project, in a process of its own that can read nothing else."""
