"""Judge what is stored: facts, views, rules, and the flags they raise.

In: the tables of ``ledger``, ``history`` and ``meta`` of an open warehouse, and the day. Out: the tables of ``fact``,
``core`` and ``result``. Touches nothing but that warehouse; opens no transaction of its own.
"""
