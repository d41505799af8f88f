from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta

from onglet_directory.answer_file import AnswerFile
from onglet_directory.cache import KEPT_FOR, StoredAnswer


def test_an_answer_outlives_the_process(tmp_path, now):
    AnswerFile(tmp_path / "deep" / "answers.sqlite").write(
        "a", StoredAnswer(payload="{}", stored_at=now)
    )
    kept = AnswerFile(tmp_path / "deep" / "answers.sqlite").read("a")
    assert kept == StoredAnswer(payload="{}", stored_at=now)
    assert AnswerFile(tmp_path / "absent.sqlite").read("a") is None


def test_what_is_too_old_to_be_said_is_let_go(tmp_path, now):
    answers = AnswerFile(tmp_path / "answers.sqlite")
    answers.write("old", StoredAnswer(payload="{}", stored_at=now))
    answers.write("new", StoredAnswer(payload="{}", stored_at=now + KEPT_FOR + timedelta(days=1)))
    assert answers.read("old") is None
    assert answers.read("new") is not None


def test_a_file_that_cannot_be_used_is_no_cache_and_no_error(tmp_path, now, caplog):
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"something else" * 200)
    answers = AnswerFile(path)
    assert answers.read("a") is None
    answers.write("a", StoredAnswer(payload="{}", stored_at=now))
    assert "could not be kept" in caplog.text
    assert answers.read("a") is None
    answers.forget("000000018")


def test_a_firm_is_forgotten_with_the_searches_that_showed_it(tmp_path, now):
    answers = AnswerFile(tmp_path / "answers.sqlite")
    stored = StoredAnswer(payload="{}", stored_at=now)
    for key in ("p|get|000000018", "p|get|000000026", "p|search|arvenne||1"):
        answers.write(key, stored)
    answers.forget("000000018")
    assert answers.read("p|get|000000018") is None
    assert answers.read("p|search|arvenne||1") is None
    assert answers.read("p|get|000000026") is not None


def test_workers_write_at_the_same_time(tmp_path, now):
    path = tmp_path / "answers.sqlite"

    def write(rank: int) -> None:
        for number in range(10):
            AnswerFile(path).write(f"{rank}-{number}", StoredAnswer(payload="{}", stored_at=now))

    threads = [threading.Thread(target=write, args=(rank,)) for rank in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM answer").fetchone() == (40,)
    database.close()
