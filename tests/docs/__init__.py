"""The parts of the documentation that are read off the code."""
