"""Files that visitors, parties and staff bring."""

from datetime import timedelta

from openimr.service.home import Home

#: A published letter has 30 to 300 KB; a scanned one some megabytes.
OPENIMR_LARGEST_UPLOAD = 20 * 1024 * 1024
#: How many files of the public one form may bring.
OPENIMR_UPLOADS_AT_ONCE = 2
#: How long an upload stays for the visitor who brought it, and how many of them.
OPENIMR_UPLOAD_LIFE = timedelta(hours=12)
OPENIMR_UPLOADS_PER_VISITOR = 20
#: Letters that one process reads at the same time; each takes a child process of its own.
OPENIMR_READERS = 2

#: A file of 5,000 faxed pages has about 250 MB.
OPENIMR_LARGEST_PAPER = 300 * 1024 * 1024
OPENIMR_PAPERS_AT_ONCE = 100
#: Addresses that take more than the public's: bytes of one request, files in it, and what the session must hold.
OPENIMR_BODY_LIMITS = {
    "/office/": {
        "largest": OPENIMR_LARGEST_PAPER,
        "files": OPENIMR_PAPERS_AT_ONCE,
        "session": "_auth_user_id",
    },
    # The form that everybody may file, with the decision and other papers; one file has at most 40 MB there.
    "/apply/": {"largest": 100 * 1024 * 1024, "files": 20},
    "/portal/": {"largest": 100 * 1024 * 1024, "files": 20, "session": "openimr_party"},
    # A body is read only after its token was looked at.
    "/api/": {"largest": OPENIMR_LARGEST_PAPER, "files": 20},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# Sixty treatments have some hundred questions of eligibility; what a field holds is limited by the line above.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# The middleware BodyLimit sets a smaller number for each address.
DATA_UPLOAD_MAX_NUMBER_FILES = OPENIMR_PAPERS_AT_ONCE
# What is larger goes to a file at once, which only this service's user can read.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(Home().folder("incoming"))
