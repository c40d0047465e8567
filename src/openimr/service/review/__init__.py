"""The reviewer's room: my cases, the workbench, the preliminary decision, signing; and the determination it makes.

Nothing here proposes a decision. What is typed is kept as versions that are only ever added to.
"""
