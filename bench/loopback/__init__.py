"""Ten thousand sources on this machine, watched by the loop."""
