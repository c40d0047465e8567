"""The interface for programs, ``/api/v1/``: the same commands, permissions and refusals as the pages."""
