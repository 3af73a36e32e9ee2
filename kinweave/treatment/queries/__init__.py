"""Reading courses and what is in them; one file a noun, the reader first."""
