"""Files that visitors drop on the page."""

from datetime import timedelta

#: A published letter has 30 to 300 KB; a scanned one some megabytes.
OPENIMR_LARGEST_UPLOAD = 20 * 1024 * 1024
#: How long an upload stays for the visitor who brought it, and how many of them.
OPENIMR_UPLOAD_LIFE = timedelta(hours=12)
OPENIMR_UPLOADS_PER_VISITOR = 20
#: Letters that one process reads at the same time; each takes a child process of its own.
OPENIMR_READERS = 2

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
DATA_UPLOAD_MAX_NUMBER_FILES = 2
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
