"""Follow-up: what has to be called about, decided and closed."""
