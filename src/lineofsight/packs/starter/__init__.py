"""Measures for programs of several fields of work, as definitions that are counted from records.

They stand on the data elements that the starter questions ask, and name service types by their codes; an agency whose
words are others adopts a measure and writes its own into the next version.
"""
