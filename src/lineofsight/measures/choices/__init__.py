"""A measure as choices on a screen, and back to its document, without losing a word of it.

    choices = choices_of(document)               # what a form shows; what it cannot show stands there as it is written
    document = document_of(choices, document)    # only what was chosen otherwise is written anew

The rule: what nobody changed stays to the letter, and what a form cannot show is shown as text and kept.
"""
