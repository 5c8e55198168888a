"""The nightly pipeline: village workbooks in, an audit database out."""
