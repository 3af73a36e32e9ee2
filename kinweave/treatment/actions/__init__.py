"""The only writers of courses and what is in them; one file a noun."""
