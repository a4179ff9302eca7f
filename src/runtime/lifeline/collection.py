"""Many files behind one link, such as a repository: fetched one after the other, told as one download."""

import os
from dataclasses import replace

from .disk import receipt
from .progress import Watch

_WEAKEST_FIRST = ('none', 'size', 'md5', 'sha1', 'sha256')


class Collection:
    """The `files` (Resolved, each with a name) of a job, put into the folder that is its output.

    `fetch(job, file, watch, limiter, attest)` makes the download of one file, with a `run()`.
    """

    def __init__(self, job, files, watch, limiter, fetch):
        self.job, self.files, self.watch, self.limiter, self.fetch = job, files, watch, limiter, fetch
        self.folder = os.path.join(job.output, '')
        self.size = None if any(file.size is None for file in files) else sum(file.size for file in files)
        self.before = 0  # bytes of the files that are done

    def run(self):
        """Returns the weakest of what the files were verified against. Raises Failure or Stopped."""
        weakest = len(_WEAKEST_FIRST) - 1
        for file in self.files:
            job = replace(
                self.job,
                output=os.path.join(self.folder, file.name),
                digests=file.digests,
                copy_to=self.job.copy_to and os.path.join(self.job.copy_to, os.path.dirname(file.name), ''),
            )
            one = Watch(self.job.id, self._fold, self.watch.stop, None)
            verified = self.fetch(job, file, one, self.limiter, attest=True).run()
            weakest = min(weakest, _WEAKEST_FIRST.index(verified))
            self.before += os.path.getsize(one.path)
        for file in self.files:
            receipt.remove(os.path.join(self.folder, file.name))
        self.watch.follow({'offset': self.before, 'size': self.before, 'path': self.folder})
        return _WEAKEST_FIRST[weakest]

    def _fold(self, record):
        """Tells the record of one file as one of the whole."""
        offset, kept = self.before + record['offset'], record['kept']
        left = None if self.size is None else self.size - offset
        self.watch.follow(
            {
                **record,
                'state': 'running' if record['state'] in ('starting', 'completed') and self.before else record['state'],
                'offset': offset,
                'size': self.size,
                'eta': round(left / record['rate'], 1) if left and record['rate'] else None,
                'kept': None if kept is None else self.before + kept,
                'path': self.folder,
                'etag': None,
                'modified': None,
                'verified': None,
            }
        )
