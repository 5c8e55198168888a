"""What a single cell says: in comes a cell or a text, out comes a value or why there is none.

Texts, amounts, days, periods, numerals, and what words mean. Touches no file and knows no table.
"""
