"""Forms of the course of treatment; one file a noun."""
