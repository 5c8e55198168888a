"""Whose a table is: in come files and the register, out come submissions whose tables have their villages.

Starts the worker processes; reads the office's own dictionaries. Writes nothing.
"""
