"""What black-box tests are made of: the process, raw HTTP on both sides, keys and tokens."""
