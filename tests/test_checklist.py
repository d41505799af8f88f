"""Every gesture that the list names has its browser test, and no test invents one."""

from __future__ import annotations

from tests import checklist


def test_every_gesture_that_is_there_has_its_browser_test() -> None:
    missing = [gesture for gesture in checklist.without_test() if not gesture.is_awaited]

    assert not missing, "\n".join(f"{gesture.id} {gesture.words}" for gesture in missing)


def test_every_marker_names_a_gesture_of_the_list() -> None:
    known = {gesture.id for gesture in checklist.listed()}

    assert checklist.marked() <= known, checklist.marked() - known


def test_a_gesture_is_listed_once() -> None:
    names = [gesture.id for gesture in checklist.listed()]

    assert len(names) == len(set(names))


def test_markers_are_read_from_functions_classes_and_parameters() -> None:
    source = """
@pytest.mark.seed("C-01", "C-02")
def test_one(): ...
parameters = [pytest.param(1, marks=pytest.mark.seed("C-03"))]
pytestmark = pytest.mark.seed("C-04")
"""

    assert checklist.marked_in(source) == {"C-01", "C-02", "C-03", "C-04"}


def test_a_line_that_waits_begins_with_a_question_mark() -> None:
    here, awaited = checklist.read_gestures("# note\n\nC-01 core Open it\n? C-02 core Close it\n")

    assert (here.id, here.owner, here.words, here.is_awaited) == ("C-01", "core", "Open it", False)
    assert (awaited.id, awaited.is_awaited) == ("C-02", True)
