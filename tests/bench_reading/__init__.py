"""Measure the reading of sheets: what is found, left unread and misread when the word lists end."""
