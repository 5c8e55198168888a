"""Ask the tests of the rules: each condition of a rule is changed, and a test must fail; run with ``make mutate-rules``."""
