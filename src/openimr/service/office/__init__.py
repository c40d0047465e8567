"""The shell of the staff's office: its frame, its navigation, and the parts that its pages are built of.

The parts are templates in ``templates/office/_*.html``; :mod:`openimr.service.office.parts` says what each is
given, and ``docs/explanation/office-look.md`` how to build a page. ``/office/style/`` shows all of them.
"""
