"""What stands where on a sheet: in comes a sheet of cells, out come its tables, columns and kinds of rows.

Touches no file; what a cell is worth it asks of ``values``.
"""
