"""The operations, one file for what belongs together.

Their modules do without ``from __future__ import annotations``: the interface's shapes are read from the annotations.
"""
