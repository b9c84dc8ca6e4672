"""The letter for whoever sees a referred person next."""
