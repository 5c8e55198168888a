"""Know a fact again: the lasting keys of the rows behind it, and the id of its flag.

In: hits with the rows they rest on, the flags of earlier batches, the archive (``history``, ``meta``,
``fact.first_version``). Out: for each row its key and whether it can still be read; for each hit the id of its flag.
A flag's id never follows from words, spellings or places where lasting marks are there, and an id that was given
stays with its fact through rewording, re-sorting, correction and return.
"""
