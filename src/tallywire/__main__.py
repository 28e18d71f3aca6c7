"""`python -m tallywire` is `tallywire`."""

from tallywire.cli import main

main()
