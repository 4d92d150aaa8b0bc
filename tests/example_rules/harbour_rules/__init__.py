"""Rules of the harbour office."""
