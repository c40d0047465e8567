"""Django's settings, in small files by what they concern."""

# ruff: noqa: F403 - a settings module is the sum of its parts
from openimr.service.settings.accounts import *
from openimr.service.settings.applications import *
from openimr.service.settings.assets import *
from openimr.service.settings.databases import *
from openimr.service.settings.logs import *
from openimr.service.settings.office import *
from openimr.service.settings.security import *
from openimr.service.settings.uploading import *
