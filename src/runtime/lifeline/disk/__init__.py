"""What has come, on the disk: the part, its journal, and what of both may be believed."""
