"""Measure the rules: precision, recall and decoys on a county with labelled flaws; run with ``make bench-rules``."""
