"""Who is at the desk: proving it by a PIN, and keeping everybody else out."""
