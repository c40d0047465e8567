"""OpenIMR: independent medical review, from the application to the signed letter.

The rooms of this package are the stages of the process; see ``docs/explanation/architecture.md``.
Without any server one can read, check and write a Final Determination letter::

    from openimr import letters

    determination = letters.read("CM16-0000001.pdf")
    findings = letters.check(determination)
"""

__version__ = "0.1.0"
