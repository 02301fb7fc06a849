"""A family name that no table holds is his who was named in full before."""

from datetime import date

from tests.tagged import rules


def test_a_family_name_that_no_table_holds_is_his_who_was_named_in_full_before():
    day = date(2015, 7, 20)
    text = "قال رئيس البرلمان العربي أحمد الجروان إن المشهد خطير. وأكد الجروان ذلك، وقال «الجروان» إنه باق."
    assert [rule for _, rule in rules(text, day)] == ["full", "surname", "surname"]
    assert rules("وأكد الجروان ذلك. وقال أحمد الجروان إن المشهد خطير.", day) == [("أحمد الجروان", "full")]
    other = "قال أحمد الجروان ذلك، وقال محمود الجروان غيره."
    assert len(rules(other, day)) == 1
    king = "زار الملك عبد الله الثاني روما في الثاني عشر من الشهر، ووصل عبد العزيز."
    assert len(rules(king, day)) == 1
