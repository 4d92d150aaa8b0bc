"""The nouns that travel through the house: no input or output, no settings, no knowledge of file formats."""
