"""How texts are aligned: bilingual beads first, then turns and rows over all editions at once."""
