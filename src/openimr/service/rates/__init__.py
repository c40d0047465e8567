"""How often something may be done from one place: counted in one row each, the same for all web processes.

``counting`` knows the limits; who asks is kept as a digest only, so no table says who came from where.
"""
