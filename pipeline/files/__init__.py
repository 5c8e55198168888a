"""From what lies in inputs/ to sheets of typed cells: in comes a folder or bytes, out come sheets or a refusal.

The inbox, the lock, the archive of originals, and the readers of every accepted format. Knows no ledger.
"""
