"""The local web page over the published database (``cunzhang serve``): it reads, nothing it does changes data."""
