"""A comparative multilingual alignment workbench for question-and-answer transcripts."""
