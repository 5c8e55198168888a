"""Let every call that changes or syncs a file go wrong in turn, and ask what is left: `make faults`."""
