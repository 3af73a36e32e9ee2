"""The manual: one page for each definition and the texts of docs/, built into a site that asks nobody outside.

The pages are made from the library itself, so that what a clinician signs is what the program does.
"""
