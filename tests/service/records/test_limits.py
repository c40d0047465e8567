"""How much one request may bring: the public's limit stays, the office's holds for people who are signed in."""

from __future__ import annotations

import pytest

from ..office_case import client_of

pytestmark = pytest.mark.usefixtures("stocked")
MIB = 2**20


def send(client, path, size):
    return client.generic(
        "POST", path, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(size)
    )


@pytest.fixture(scope="module")
def browsers(home):
    from django.test import Client

    return {"nobody": Client(SERVER_NAME="localhost"), "records": client_of("records")}


@pytest.mark.parametrize(
    ("who", "path", "size", "refused", "why"),
    [
        ("nobody", "/uploads/", 21 * MIB, "20 MB", "the public's limit stays"),
        ("nobody", "/uploads/", 19 * MIB, None, "and takes a letter"),
        ("records", "/uploads/", 21 * MIB, "20 MB", "for everybody at that address"),
        (
            "nobody",
            "/office/cases/CM26-0000001/records/add/",
            21 * MIB,
            "sign in",
            "nobody fills the office's disk",
        ),
        ("records", "/office/cases/CM26-0000001/records/add/", 299 * MIB, None, "a file of records"),
        (
            "records",
            "/office/cases/CM26-0000001/records/add/",
            301 * MIB,
            "300 MB",
            "more than a paper may have",
        ),
        ("nobody", "/apply/", 90 * MIB, None, "papers of an application"),
        ("nobody", "/apply/", 101 * MIB, "100 MB", "and no more"),
        ("records", "/officer/", 21 * MIB, "20 MB", "an address that only begins alike"),
    ],
)
def test_the_limit_depends_on_the_address(browsers, who, path, size, refused, why):
    response = send(browsers[who], path, size)
    assert (response.status_code == 413) is (refused is not None), why
    if refused:
        assert refused in response.content.decode()
        assert response["Connection"] == "close"


def test_a_forged_session_gets_the_public_s_limit(home):
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = "0123456789abcdef0123456789abcdef"
    assert send(client, "/office/mail/", 30 * MIB).status_code == 413


@pytest.mark.parametrize(("count", "status"), [(2, 422), (3, 400)])
def test_the_public_s_form_takes_as_few_files_as_before(browsers, count, status):
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [SimpleUploadedFile(f"{n}.txt", b"Dear Sir, the weather is fine.") for n in range(count)]
    assert browsers["nobody"].post("/uploads/", {"file": files}).status_code == status


def test_a_length_that_is_not_said_is_refused(browsers):
    response = browsers["records"].post("/office/mail/", {}, headers={"Transfer-Encoding": "chunked"})
    assert response.status_code == 411
