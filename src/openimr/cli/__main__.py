"""``python -m openimr.cli``."""

from openimr.cli import main

main(prog_name="openimr")
