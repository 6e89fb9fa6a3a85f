"""One made-up agency, Juniper Bridge Services, with planted faults: for `lineofsight demo`, tests and screenshots.

Nobody in it exists. Everything follows from one seed and one day, so that the same call gives the same agency again.
"""
