"""`python -m tallywire`."""

from tallywire.cli import main

main()
