"""Large archives made from a small one: new transcripts out of drawn and changed threads."""
