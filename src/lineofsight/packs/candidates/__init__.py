"""Starter measures by field of work whose questions few agencies ask yet: a place to start.

Each is a definition that is counted once its data elements exist, and says so until then. Whoever adopts one chooses,
adapts the words, and says where each element is asked.
"""
