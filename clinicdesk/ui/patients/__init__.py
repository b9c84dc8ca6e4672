"""Finding a person and seeing what is known of them."""
