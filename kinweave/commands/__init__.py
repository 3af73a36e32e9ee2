"""What the ``kinweave`` program can do, one module per command."""
