"""A newsroom killed at random and at chosen moments: nothing acknowledged is lost, nothing is doubled."""
