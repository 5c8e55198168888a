import pytest

# The harness compares for the tests; without this a failure would not show what differs.
pytest.register_assert_rewrite("tests.rules.harness")
