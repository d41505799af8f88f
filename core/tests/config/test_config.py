"""Settings: what is read, where from, and what a wrong one says."""

from __future__ import annotations

import dataclasses
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from onglet.config import (
    SETTINGS,
    Config,
    ConfigError,
    FolderPlace,
    S3Place,
    SmtpServer,
    describe,
    find_unknown,
    load_config,
)

if TYPE_CHECKING:
    from pathlib import Path


def config(tmp_path: Path, **environ: str) -> Config:
    return load_config({"ONGLET_DATA": str(tmp_path / "var"), **environ})


def problems(tmp_path: Path, **environ: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        config(tmp_path, **environ)
    return caught.value.problems


def test_nothing_set_gives_a_service_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    found = load_config({})

    data = tmp_path / "var"
    assert found.data == data
    assert found.data.is_dir()
    assert found.database_url == f"sqlite:///{data}/onglet.db"
    assert found.storage == FolderPlace(path=data / "files")
    assert (found.host, found.port, found.public_url) == (
        "127.0.0.1",
        8000,
        "http://127.0.0.1:8000",
    )
    assert (found.smtp, found.mails, found.mail_from) == (None, data / "mails", "onglet@localhost")
    assert (found.locale, found.zone.key) == ("fr", "Europe/Paris")
    assert (found.workers, found.embedded_worker, found.threads) == (1, True, 4)
    assert (found.plugin_budget_ms, found.proxies, found.on_https) == (300, (), False)


def test_each_field_has_one_documented_setting() -> None:
    assert [s.field for s in SETTINGS] == [f.name for f in dataclasses.fields(Config)]
    assert len({s.name for s in SETTINGS}) == len(SETTINGS)
    assert all(s.doc.endswith(".") for s in SETTINGS)
    assert all(s.default or s.unset for s in SETTINGS), "a deployer asks what happens when unset"


def test_the_environment_wins_over_the_file_and_the_file_over_defaults(tmp_path: Path) -> None:
    file = tmp_path / "onglet.toml"
    file.write_text(
        'port = 9000\nlocale = "en"\nembedded_worker = false\nproxies = ["10.0.0.1", "10.1.0.0/16"]'
    )

    found = config(tmp_path, ONGLET_ENV_FILE=str(file), PORT="9001", ONGLET_LOCALE="")

    assert (found.port, found.locale, found.embedded_worker) == (9001, "en", False)
    assert found.proxies == ("10.0.0.1", "10.1.0.0/16")
    assert load_config({"ONGLET_DATA": str(tmp_path)}, file).port == 9000


def test_a_file_with_a_typing_error_names_what_was_meant(tmp_path: Path) -> None:
    file = tmp_path / "onglet.toml"
    file.write_text('databse_url = "sqlite://"\nport = 1.5')

    first, second = problems(tmp_path, ONGLET_ENV_FILE=str(file))

    assert "databse_url is not a setting. Did you mean database_url?" in first
    assert "port takes" in second


def test_a_file_that_is_missing_or_broken_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("port = = 3")

    assert "cannot be read" in problems(tmp_path, ONGLET_ENV_FILE=str(tmp_path / "no"))[0]
    assert "not a TOML file" in problems(tmp_path, ONGLET_ENV_FILE=str(tmp_path / "broken.toml"))[0]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("postgres://a:b@h/n", "postgresql+psycopg://a:b@h/n"),
        ("postgresql://h/n", "postgresql+psycopg://h/n"),
        ("postgresql+psycopg://h/n", "postgresql+psycopg://h/n"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
    ],
)
def test_a_database_is_driven_by_the_driver_we_test(tmp_path: Path, given: str, read: str) -> None:
    assert config(tmp_path, ONGLET_DATABASE_URL=given).database_url == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (
            "smtp://ana:p%40ss@mail.example",
            SmtpServer(host="mail.example", port=587, tls="starttls", user="ana", password="p@ss"),
        ),
        (
            "smtps://mail.example?timeout=5",
            SmtpServer(host="mail.example", port=465, tls="implicit", timeout_s=5.0),
        ),
        ("smtp://127.0.0.1:2525", SmtpServer(host="127.0.0.1", port=2525, tls="none")),
        ("smtp://mail.example:25?tls=none", SmtpServer(host="mail.example", port=25, tls="none")),
    ],
)
def test_a_relay_is_protected_unless_it_is_here_or_asked_not_to(
    tmp_path: Path, given: str, read: SmtpServer
) -> None:
    assert config(tmp_path, ONGLET_SMTP_URL=given).smtp == read


def test_a_bucket_is_read_with_its_endpoint(tmp_path: Path) -> None:
    url = "s3://files/onglet/?endpoint=http://127.0.0.1:9000/&region=eu-west-3"

    assert config(tmp_path, ONGLET_STORAGE=url).storage == S3Place(
        bucket="files", prefix="onglet", endpoint="http://127.0.0.1:9000", region="eu-west-3"
    )


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 (nothing is bound)
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_the_public_address_is_one_that_a_browser_can_open(
    tmp_path: Path, host: str, url: str
) -> None:
    assert config(tmp_path, HOST=host).public_url == url


def test_mails_come_from_the_public_domain(tmp_path: Path) -> None:
    found = config(tmp_path, ONGLET_PUBLIC_URL="https://clients.firm.example/")

    assert (found.public_url, found.on_https) == ("https://clients.firm.example", True)
    assert found.mail_from == "onglet@clients.firm.example"


@pytest.mark.parametrize(
    ("name", "value", "way_out"),
    [
        ("PORT", "http", "from 0 to 65535"),
        ("PORT", "65536", "from 0 to 65535"),
        ("PORT", "٣", "from 0 to 65535"),
        ("ONGLET_WORKERS", "0", "from 1 to 64"),
        ("ONGLET_LOCALE", "de", "fr, en"),
        ("ONGLET_ZONE", "Europe/Lyon", "Europe/Paris"),
        ("ONGLET_ZONE", "../etc/passwd", "Europe/Paris"),
        ("ONGLET_EMBEDDED_WORKER", "maybe", "true or false"),
        ("ONGLET_DATABASE_URL", "mysql://h/n", "postgresql://"),
        ("ONGLET_STORAGE", "ftp://host/x", "s3://bucket"),
        ("ONGLET_STORAGE", "s3://key:secret@bucket", "ONGLET_S3_KEY_ID"),
        ("ONGLET_STORAGE", "s3://bucket?endpoint=host", "endpoint=https://host"),
        ("ONGLET_STORAGE", "s3://bucket?endpont=http://host", "endpoint=https://host"),
        ("ONGLET_SMTP_URL", "mail.example", "smtp://"),
        ("ONGLET_SMTP_URL", "smtp://h:port", "smtp://"),
        ("ONGLET_SMTP_URL", "smtp://h?tls=yes", "tls=implicit"),
        ("ONGLET_SMTP_URL", "smtps://h?tls=none", "tls=implicit"),
        ("ONGLET_SMTP_URL", "smtp://h?timeout=0", "timeout=20"),
        ("ONGLET_PUBLIC_URL", "clients.example", "https://clients.example.org"),
        ("ONGLET_PUBLIC_URL", "https://x.example/path", "without a path"),
        ("ONGLET_SECRET", "short", "32 characters"),
        ("ONGLET_SETTINGS_KEYS", "short", "44 characters"),
        ("ONGLET_SETTINGS_KEYS", ",", "44 characters"),
        ("ONGLET_PROXIES", "10.0.0.1,proxy", "192.168.0.0/16"),
        ("ONGLET_MAIL_FROM", "nobody", "an e-mail address"),
        ("ONGLET_MAIL_FROM", "a@b.example\nBcc: x@y.example", "an e-mail address"),
        ("ONGLET_LOG_LEVEL", "loud", "debug, info"),
        ("ONGLET_LOG_FORMAT", "xml", "text, json"),
    ],
)
def test_a_wrong_setting_is_named_with_the_way_out(
    tmp_path: Path, name: str, value: str, way_out: str
) -> None:
    (problem,) = problems(tmp_path, **{name: value})

    assert problem.startswith(f"{name} takes")
    assert way_out in problem


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    told = problems(tmp_path, PORT="x", ONGLET_LOCALE="de", ONGLET_SECRET="not so secret")

    assert [text.split()[0] for text in told] == ["PORT", "ONGLET_SECRET", "ONGLET_LOCALE"]
    assert "not so secret" not in str(told)


def test_one_half_of_a_key_pair_is_refused(tmp_path: Path) -> None:
    assert "go together" in problems(tmp_path, ONGLET_S3_KEY_ID="id")[0]


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    found = config(
        tmp_path,
        ONGLET_DATABASE_URL="postgresql://u:hush-db@h/n",
        ONGLET_SMTP_URL="smtp://u:hush-mail@h",
        ONGLET_S3_KEY_ID="hush-id",
        ONGLET_S3_SECRET="hush-s3",
        ONGLET_SECRET="hush" * 8,
    )

    assert "hush" not in repr(found) + repr(found.smtp) + str(describe(found))
    assert describe(found)["ONGLET_SMTP_URL"] == "***"
    assert describe(found)["PORT"] == "8000"


def test_a_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = config(tmp_path), config(tmp_path)

    file = tmp_path / "var" / "secret"
    assert first.secret == second.secret == file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in file.parent.iterdir()) == ["secret", "settings-key"]


def test_the_key_of_the_settings_is_made_once_and_readable_by_its_owner_only(
    tmp_path: Path,
) -> None:
    first, second = config(tmp_path), config(tmp_path)

    file = tmp_path / "var" / "settings-key"
    assert first.settings_keys == second.settings_keys == (file.read_text(),)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_damaged_key_of_the_settings_is_not_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "settings-key").write_text("rust")

    assert "typed again" in problems(tmp_path)[0]


def test_no_key_is_made_where_keys_are_given(tmp_path: Path) -> None:
    new, old = ("A" * 43 + "=", "B" * 42 + "A=")

    found = config(tmp_path, ONGLET_SETTINGS_KEYS=f"{new}, {old}")

    assert found.settings_keys == (new, old)
    assert not (tmp_path / "var" / "settings-key").exists()


def test_processes_that_start_together_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: config(tmp_path).secret, range(16)))

    assert len(set(found)) == 1


def test_a_damaged_secret_is_not_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret").write_text("")

    assert "everyone then signs in again" in problems(tmp_path)[0]


def test_a_data_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file stands in the way")

    assert problems(tmp_path)[0].startswith("ONGLET_DATA names")


def test_unknown_variables_are_found() -> None:
    found = find_unknown({"ONGLET_SMPT_URL": "x", "ONGLET_SAMPLES": "y", "HOME": "/"})

    assert found == ("ONGLET_SMPT_URL is not a setting. Did you mean ONGLET_SMTP_URL?",)
