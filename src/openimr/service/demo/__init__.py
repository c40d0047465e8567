"""The office of the demonstration: fictional people, and 200 fictional cases worked by the real commands.

Nothing is written past the commands: each case of the docket is played from its application on, by the people
who would do it, at the days on which they would have done it (:func:`openimr.service.clock.standing_at`).
"""
