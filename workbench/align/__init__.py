"""Alignment: what says the same thing in two editions and in all of them."""
