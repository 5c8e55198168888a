"""Measure the pipeline against bare parsing, bare decoding and a naive script, on one generated corpus."""
