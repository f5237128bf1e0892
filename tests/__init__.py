"""The tests mirror the tree of ``bot``; what they share is imported as ``tests.…``."""
