"""Pack a folder that runs on Windows without an installed Python; it is put together here and never imported there."""
