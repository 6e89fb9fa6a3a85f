"""Disclosure: what may be shown to people outside. Pure: plain Python.

A released figure is a value or `Withheld(rule)`; hidden is never 0. Everything counts people (or households), never
services. First form: single figures, one-way tables with their total, and one-way tables released twice. Hierarchies,
cross-tables, the ledger over all releases and the audit will use the same values.

    Policy(minimum=5, minimum_for_values=11, zeros=Zeros.SHOWN)  the thresholds, each with its source
    Withheld(rule)                                               in the place of a value
    ShareCell(numerator, denominator)                            people counted, and people who could have been
    protect_count(people, policy) -> int | Withheld
    protect_share(cell, policy) -> ShareCell | Withheld
    protect_value(value, people, *, policy) -> float | Withheld  a mean, a median, a sum over so many people
    release_table(cells, policy, *, earlier) -> ReleasedTable    group -> int or ShareCell; Problem when refused
    small_differences(earlier, later) -> tuple[SmallDifference, ...]
"""
