"""Forms of answers, requests and mood."""
