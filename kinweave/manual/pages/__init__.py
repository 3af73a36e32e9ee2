"""Pages of definitions, one module for each kind that has a page of its own."""
