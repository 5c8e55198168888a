"""Judge again, in plain Python and from the ledgers alone, what the most important rules judge in SQL.

No module here reads a rule, a fact or a view of core, nor shares code with them: each follows the text of
the catalogue (logic, ruling, false positives) and the header of the rule, with the defaults written out.
"""
