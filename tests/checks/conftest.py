"""Small aligned transcripts, built by hand."""
