"""From one file to typed tables: in come bytes, out comes a ``FileExtract``; runs in worker processes.

Loads nothing heavy, touches nothing but the file it is given.
"""
