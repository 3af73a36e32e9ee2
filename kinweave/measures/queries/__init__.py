"""Reading what is due, what was answered and what it came to; one file a noun, the reader first."""
