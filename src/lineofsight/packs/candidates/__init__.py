"""Candidate measures by field of work, in plain words: a place to start.

A candidate says who is counted and what counts in words (`in_words`) and which data elements it needs. Whoever adopts
one chooses, adapts the words, and says where each element is asked.
"""
