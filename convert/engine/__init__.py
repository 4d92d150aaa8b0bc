"""The only room with a clock and a disk: settings, walking, validating, converting."""
