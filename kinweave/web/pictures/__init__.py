"""Pictures: pure functions from plain dataclasses to accessible SVG, each with the rows of its equal table.

Nothing here reads a database. Colours and type come from the style sheets by class; a picture carries only
geometry, so that dark, print and the reader's own colours need no second drawing.
"""
