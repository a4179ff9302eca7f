"""Resumable downloads that never publish a wrong byte. Python 3.10 to 3.13, standard library only."""

__version__ = '1.0'
