"""Many downloads at once: the job list, the worker that runs it, and what the cell shows of it."""
